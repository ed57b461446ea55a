import { product } from "../support/product";
import { startIdentityProvider } from "./support/identity-provider";
import { OWNER } from "./support/owner";
import { expect, newBrowser, test, unique } from "./support/story";
import { count } from "./support/verify";

test("single sign-on: only a verified address that belongs here gets in", async ({ browser }) => {
  const { oidcIssuer, oidcClient } = product;
  test.skip(!oidcIssuer, "This product runs without single sign-on.");
  const provider = await startIdentityProvider(oidcIssuer ?? "", oidcClient);

  async function enter(identity: { email: string; email_verified: boolean }) {
    provider.become({ sub: identity.email, name: "Sina Single", ...identity });
    const page = await newBrowser(browser);
    await page.goto("/sign-in");
    await page.getByRole("button", { name: /Continue with/ }).click();
    return page;
  }

  try {
    await test.step("an address nobody vouches for", async () => {
      const page = await enter({ email: OWNER.email, email_verified: false });
      await expect(page.getByText(/this installation does not/)).toBeVisible();
      await page.context().close();
    });
    await test.step("a stranger, who is not made a person by trying", async () => {
      const email = `${unique("stranger")}@nord.example`;
      const page = await enter({ email, email_verified: true });
      await expect(page.getByText(/this installation does not/)).toBeVisible();
      expect(await count("select count(*) from users where email = $1", [email])).toBe(0);
      await page.context().close();
    });
    await test.step("the owner", async () => {
      const page = await enter({ email: OWNER.email, email_verified: true });
      await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
      const sessions = await count(
        `select count(*) from sessions s join users u on u.id = s.user_id
          where u.email = $1 and s.method = 'oidc' and s.revoked_at is null`,
        [OWNER.email],
      );
      expect(sessions).toBeGreaterThan(0);
      await page.context().close();
    });
  } finally {
    await provider.close();
  }
});
