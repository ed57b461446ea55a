import { at, breakCalls, nowhere, type Screen, type Stage, settled, UNREACHABLE } from "./screen";

const NOBODY = "01900000-0000-7000-8000-000000000000";

const NEW_ADDRESS =
  "Consent belongs to the address it was given for: with another address it ends, and this person gets nothing until they allow it again.";

/** Opens the dialog that edits somebody who is subscribed. */
async function editPerson(stage: Stage): Promise<void> {
  await at((world) => `/contacts/${world.readerId}`)(stage);
  await stage.page.getByRole("button", { name: "Edit", exact: true }).first().click();
  await stage.page.getByRole("dialog").waitFor();
}

/** Types another address, upon which the dialog warns that consent will end. */
async function changeAddress({ page }: Stage): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill("another@mail.example");
  await dialog.getByText(NEW_ADDRESS).waitFor();
}

/** People: list, person, attributes. */
export const CONTACT_SCREENS: Screen[] = [
  {
    name: "contacts",
    states: {
      full: at("/contacts"),
      empty: at("/contacts"),
      failing: async (stage) => {
        const { page } = stage;
        await at("/contacts")(stage);
        await breakCalls(page);
        await page.getByRole("searchbox").or(page.getByLabel("Search people")).first().fill("a");
        await page.getByText("The list could not be shown").waitFor();
      },
    },
  },
  {
    name: "contacts-no-match",
    states: {
      empty: async (stage) => {
        await at("/contacts?q=zzzzzz")(stage);
        await settled(stage.page);
      },
    },
  },
  {
    name: "contact",
    states: {
      full: at((world) => `/contacts/${world.personId}`),
      failing: nowhere(`/contacts/${NOBODY}`),
    },
  },
  {
    name: "contact-edit",
    states: {
      full: async (stage) => {
        await editPerson(stage);
        await stage.stop("contact-edit-plain");
        await changeAddress(stage);
      },
      failing: async (stage) => {
        const { page } = stage;
        await editPerson(stage);
        await changeAddress(stage);
        await breakCalls(page);
        await page.getByRole("button", { name: "Save", exact: true }).click();
        await page.getByText(UNREACHABLE).waitFor();
      },
    },
  },
  {
    name: "attributes",
    states: { full: at("/contacts/attributes"), empty: at("/contacts/attributes") },
  },
];
