import { at, breakCalls, nowhere, type Screen, type Stage, settled, UNREACHABLE } from "./screen";

const NOTHING = "01900000-0000-7000-8000-000000000000";

async function editProduct(stage: Stage): Promise<void> {
  await at((world) => `/catalog/${world.productId}`)(stage);
  await stage.page.getByRole("button", { name: "Edit", exact: true }).first().click();
  await stage.page.getByRole("dialog").waitFor();
}

/** The shop's products: list, product, the dialog that edits it. */
export const CATALOG_SCREENS: Screen[] = [
  {
    name: "catalog",
    states: {
      full: at("/catalog"),
      empty: at("/catalog"),
      failing: async (stage) => {
        const { page } = stage;
        await at("/catalog")(stage);
        await breakCalls(page);
        await page.getByRole("searchbox").fill("a");
        await page.getByText("The list could not be shown").waitFor();
      },
    },
  },
  {
    name: "catalog-no-match",
    states: {
      full: async (stage) => {
        await at("/catalog?q=zzzzzz")(stage);
        await settled(stage.page);
      },
    },
  },
  {
    name: "product",
    states: {
      full: at((world) => `/catalog/${world.productId}`),
      failing: nowhere(`/catalog/${NOTHING}`),
    },
  },
  {
    name: "product-hidden",
    states: { full: at((world) => `/catalog/${world.hiddenProductId}`) },
  },
  {
    name: "product-edit",
    states: {
      full: editProduct,
      failing: async (stage) => {
        const { page } = stage;
        await editProduct(stage);
        await breakCalls(page);
        await page.getByRole("button", { name: "Save", exact: true }).click();
        await page.getByText(UNREACHABLE).waitFor();
      },
    },
  },
  {
    name: "product-import-result",
    states: { full: at((world) => `/contacts/import/${world.productImportId}`) },
  },
];
