import { product } from "../support/product";
import { OWNER } from "./support/owner";
import { expect, mailedLink, signIn, test } from "./support/story";
import { rows } from "./support/verify";

const openLinks = (email: string) =>
  rows<{ id: string }>(
    `select t.id from auth_tokens t join users u on u.id = t.user_id
      where u.email = $1 and t.kind = 'link' and t.consumed_at is null and t.expires_at > now()`,
    [email],
  );

test("sign-in by password: a wrong one is told kindly, many are slowed down", async ({
  visitor,
}) => {
  await visitor.goto("/sign-in");
  const attempt = async (email: string) => {
    await visitor.getByLabel("E-mail address").fill(email);
    await visitor.getByLabel("Password", { exact: true }).fill("not-the-password");
    // Each has its answer before the next: what is said after the first stands there all the while.
    const answered = visitor.waitForResponse(/\/api\/auth\/callback\/password/);
    await visitor.getByRole("button", { name: "Sign in", exact: true }).click();
    await answered;
  };
  await attempt(OWNER.email);
  const fault = visitor.getByRole("alert").filter({ hasText: /./ });
  await expect(fault).toBeVisible();
  const known = await fault.innerText();

  // Whether an address has an account is nobody's business.
  const stranger = "nobody@nord.example";
  await attempt(stranger);
  await expect(fault).toHaveText(known);

  for (let tries = 2; tries <= 10; tries += 1) await attempt(stranger);
  await attempt(stranger);
  await expect(fault).toContainText(/Too many attempts/);

  await signIn(visitor);
  await test.step("signing out ends the session in the database", async () => {
    await visitor.getByRole("button", { name: "Your menu" }).click();
    await visitor.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(visitor).toHaveURL(/\/sign-in/);
    await visitor.goto("/contacts");
    await expect(visitor).toHaveURL(/\/sign-in/);
  });
});

test("sign-in by mailed link: looking uses nothing up, the button works once", async ({
  page,
  visitor,
}) => {
  await visitor.goto("/sign-in");
  await visitor.getByRole("link", { name: "Mail me a sign-in link" }).click();
  // The screen before has a field of the same name.
  await expect(visitor.getByRole("heading", { name: "Sign in by mail" })).toBeVisible();
  await visitor.getByLabel("E-mail address").fill(OWNER.email);
  await visitor.getByRole("button", { name: "Send the link" }).click();
  await expect(visitor.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();

  const link = await mailedLink(page, { to: OWNER.email, path: "/sign-in/link/" });

  // What scanners of mailbox providers do.
  for (let look = 0; look < 2; look += 1) expect((await fetch(link)).status).toBe(200);
  expect((await openLinks(OWNER.email)).length).toBeGreaterThan(0);

  await visitor.goto(link);
  await visitor.getByRole("button", { name: "Sign in now" }).click();
  await expect(visitor.getByRole("navigation", { name: "Main navigation" })).toBeVisible();

  await visitor.context().clearCookies();
  await visitor.goto(link);
  await expect(visitor.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  expect(new URL(link).origin).toBe(product.baseUrl);
});

test("sign-in: somebody who is in already is sent on, within this site", async ({ page }) => {
  const open = async (query: string) => {
    await page.goto(`/sign-in${query}`);
    await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
    return page.url().replace(product.baseUrl, "");
  };
  expect(await open("")).toBe("/");
  expect(await open("?next=%2Fcontacts%3Fq%3Dana")).toBe("/contacts?q=ana");
  expect(await open("?next=%2Fsign-in")).toBe("/");
  expect(await open("?next=%2F%2Fevil.example")).toBe("/");
});
