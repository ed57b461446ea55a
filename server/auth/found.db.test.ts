import { expect, test } from "vitest";
import { newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace } from "@/tests/support/workspace";
import { mayFoundWorkspace, type SessionUser } from "./session";

test.each([
  ["owner", true],
  ["admin", true],
  ["marketer", false],
  ["analyst", false],
  [null, false],
])("a further workspace by somebody who is %s: %s", async (role, expected) => {
  const { workspaceId } = await freshWorkspace();
  const id = newId();
  await asAdmin(async (client) => {
    await client.query("insert into users (id, email, name) values ($1, $2, 'Somebody')", [
      id,
      `${id}@nord.example`,
    ]);
    if (role === null) return;
    await client.query(
      "insert into memberships (workspace_id, user_id, role) values ($1, $2, $3)",
      [workspaceId, id, role],
    );
  });
  const user = { id, isOperator: false } as SessionUser;
  expect(await mayFoundWorkspace(user)).toBe(expected);
});
