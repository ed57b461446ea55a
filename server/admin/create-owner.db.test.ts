import { beforeAll, expect, test, vi } from "vitest";
import { asAdmin, testDatabase } from "@/tests/support/database";
import { freshWorkspace } from "@/tests/support/workspace";
import { createApiKeyCommand } from "./create-api-key";
import { createOwnerCommand } from "./create-owner";

beforeAll(async () => vi.stubEnv("DATABASE_URL", (await testDatabase()).adminUrl));

let count = 0;

function owner(options: Record<string, string>) {
  count += 1;
  const given = {
    email: `owner-${process.pid}-${Date.now()}-${count}@nord.example`,
    password: "correct-horse-battery",
    brand: "Nord",
    ...options,
  };
  return createOwnerCommand(Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]));
}

const key = (workspace: string) =>
  createApiKeyCommand(["--workspace", workspace, "--scopes", "ingest"]);

test("a second workspace of the same name is refused, so that commands can name the first", async () => {
  const name = `Twice ${Date.now()}`;
  const { workspaceId } = await owner({ workspace: name });
  await expect(owner({ workspace: ` ${name} ` })).rejects.toMatchObject({
    code: "NAME_TAKEN",
    message: `--workspace: A workspace "${name}" exists already; choose another name.`,
  });
  await key(name);
  const { rows } = await asAdmin((client) =>
    client.query(
      "select actor_kind, actor_id from audit_entries where workspace_id = $1 order by seq desc limit 1",
      [workspaceId],
    ),
  );
  expect(rows).toEqual([{ actor_kind: "operator", actor_id: null }]);
});

test("a workspace is found by its id in both forms, also where two have one name", async () => {
  const name = `Same ${Date.now()}`;
  const [one, two] = [await freshWorkspace(name), await freshWorkspace(name)];
  const refused = key(name);
  await expect(refused).rejects.toMatchObject({ code: "WORKSPACE_AMBIGUOUS" });
  await expect(refused).rejects.toThrow(`${one.workspaceId}, ${two.workspaceId}`);
  await key(one.workspaceId);
  await key(`wsp_${two.workspaceId.replaceAll("-", "")}`);
  await expect(key("wsp_0")).rejects.toMatchObject({ code: "WORKSPACE_UNKNOWN" });
});

test.each([
  [{ password: "short" }, "PASSWORD_WEAK", /^--password: Use at least 8 characters/],
  [{ email: "nora@nord" }, "EMAIL_DOMAIN_INVALID", /^--email: /],
  [{ locale: "xx" }, "INPUT_INVALID", /^--locale: /],
  [{ "time-zone": "Mars" }, expect.any(String), /^--time-zone: /],
])("%j is refused in words", async (options, code, message) => {
  const refused = owner({ workspace: `Words ${count}`, ...options });
  await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});
