import { at, breakCalls, nowhere, type Screen, settled } from "./screen";

const NOBODY = "01900000-0000-7000-8000-000000000000";

/** People: list, person, attributes. */
export const CONTACT_SCREENS: Screen[] = [
  {
    name: "contacts",
    states: {
      full: at("/contacts"),
      empty: at("/contacts"),
      failing: async (stage) => {
        const { page, say } = stage;
        await at("/contacts")(stage);
        await breakCalls(page);
        await page
          .getByRole("searchbox")
          .or(page.getByLabel(say("Search people")))
          .first()
          .fill("a");
        await page.getByText(say("The list could not be shown")).waitFor();
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
    name: "attributes",
    states: { full: at("/contacts/attributes"), empty: at("/contacts/attributes") },
  },
];
