import { readLinks } from "../support/world";
import { at, nowhere, type Screen } from "./screen";

/** Before one is inside. (The set-up's steps are pictured by the story of the first run.) */
export const AUTH_SCREENS: Screen[] = [
  {
    name: "sign-in",
    by: "visitor",
    states: {
      full: at("/sign-in"),
      failing: async (stage) => {
        const { page } = stage;
        await at("/sign-in")(stage);
        await page.getByLabel("E-mail address").fill("somebody@nord.example");
        await page.getByLabel("Password", { exact: true }).fill("wrong");
        await page.route("**/api/auth/callback/**", (route) => route.abort());
        await page.getByRole("button", { name: "Sign in", exact: true }).click();
        await page.getByRole("alert").filter({ hasText: /./ }).first().waitFor();
      },
    },
  },
  { name: "sign-in-mail", by: "visitor", states: { full: at("/sign-in/mail/link") } },
  {
    name: "password-mail",
    by: "visitor",
    states: {
      full: at("/sign-in/mail/reset"),
      failing: async (stage) => {
        const { page } = stage;
        await at("/sign-in/mail/reset")(stage);
        await page.getByLabel("E-mail address").fill("not an address");
        await page.getByRole("button", { name: "Send the link" }).click();
        await page.locator("[aria-invalid=true]").first().waitFor();
      },
    },
  },
  {
    name: "sign-in-link",
    by: "visitor",
    states: {
      full: at(() => readLinks().signIn),
      failing: nowhere("/sign-in/link/not-a-token"),
    },
  },
  {
    name: "password-reset",
    by: "visitor",
    states: {
      full: at(() => readLinks().reset),
      failing: nowhere("/sign-in/reset/not-a-token"),
    },
  },
  {
    name: "invitation",
    by: "visitor",
    states: {
      full: at(() => readLinks().invitation),
      failing: nowhere("/invitation/not-a-token"),
    },
  },
  { name: "no-workspace", by: "outsider", states: { full: at("/no-workspace") } },
];
