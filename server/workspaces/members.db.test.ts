import { expect, test } from "vitest";
import { joinAsNewPerson } from "@/server/auth/invitations";
import { findUser } from "@/server/auth/session";
import { signInWithPassword } from "@/server/auth/sign-in";
import { type Actor, newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { invitationToken, invite } from "./invitations";
import { changeMember, listMembers, removeMember } from "./members";
import type { Role } from "./permissions.core";

const PASSWORD = "a-quite-new-sentence";

async function join(place: TestWorkspace, role: Role) {
  const email = `${role}-${newId()}@nord.example`;
  const { id } = await place.run((ctx) => invite(ctx, { email, role, grants: [] }));
  const token = invitationToken(place.workspaceId, id);
  await joinAsNewPerson({ token, name: role, password: PASSWORD });
  const signedIn = await signInWithPassword(
    { email, password: PASSWORD },
    { userAgent: null, ip: `10.4.0.${newId()}` },
  );
  const actor: Actor = { kind: "user", id: signedIn.id, sessionId: signedIn.sessionId };
  return { userId: signedIn.id, sessionId: signedIn.sessionId, actor };
}

test("the last owner can neither go nor become less", async () => {
  const place = await freshWorkspace();
  const userId = place.ownerId;
  const demotion = place.run((ctx) => changeMember(ctx, { userId, role: "admin", grants: [] }));
  await expect(demotion).rejects.toMatchObject({ code: "LAST_OWNER", detail: { field: "role" } });
  const removal = place.run((ctx) => removeMember(ctx, { userId }));
  await expect(removal).rejects.toMatchObject({ code: "LAST_OWNER" });
  await join(place, "owner");
  await place.run((ctx) => removeMember(ctx, { userId }));
});

test("two owners who remove each other at the same moment leave one", async () => {
  const place = await freshWorkspace();
  const second = await join(place, "owner");
  const both = await Promise.allSettled([
    place.run((ctx) => removeMember(ctx, { userId: second.userId })),
    place.run((ctx) => removeMember(ctx, { userId: place.ownerId }), { actor: second.actor }),
  ]);
  expect(both.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  const { rows } = await asAdmin((client) =>
    client.query("select role from memberships where workspace_id = $1", [place.workspaceId]),
  );
  expect(rows).toEqual([{ role: "owner" }]);
});

test("an admin makes no owners and touches none", async () => {
  const place = await freshWorkspace();
  const { actor } = await join(place, "admin");
  const analyst = await join(place, "analyst");
  const attempts = [
    place.run((ctx) => changeMember(ctx, { userId: analyst.userId, role: "owner", grants: [] }), {
      actor,
    }),
    place.run((ctx) => removeMember(ctx, { userId: place.ownerId }), { actor }),
    place.run((ctx) => invite(ctx, { email: "new@nord.example", role: "owner", grants: [] }), {
      actor,
    }),
  ];
  const codes = (await Promise.allSettled(attempts)).map((each) =>
    each.status === "rejected" ? each.reason.code : "done",
  );
  expect(codes).toEqual(["FORBIDDEN", "LAST_OWNER", "FORBIDDEN"]);
});

test("a new role and a removal end the person's sessions at once", async () => {
  const place = await freshWorkspace();
  const changed = await join(place, "marketer");
  const { userId } = changed;
  await place.run((ctx) => changeMember(ctx, { userId, role: "analyst", grants: [] }));
  expect(await findUser(changed.sessionId)).toBeNull();
  const removed = await join(place, "marketer");
  await place.run((ctx) => removeMember(ctx, { userId: removed.userId }));
  expect(await findUser(removed.sessionId)).toBeNull();
});

test("grants are replaced, kept once, and only for brands of the workspace", async () => {
  const [place, other] = [await freshWorkspace(), await freshWorkspace("Other")];
  const { userId, sessionId } = await join(place, "marketer");
  const grant = (brandId: string | null) => ({ permission: "campaigns.send" as const, brandId });
  const give = (...ids: (string | null)[]) =>
    place.run((ctx) =>
      changeMember(ctx, { userId, role: "marketer", grants: ids.map((id) => grant(id)) }),
    );
  await give(place.brandId, place.brandId);
  const grantsNow = async () =>
    (await place.run(listMembers)).find((member) => member.userId === userId)?.grants;
  expect(await grantsNow()).toEqual([grant(place.brandId)]);
  await give(place.brandId, null);
  expect(await grantsNow()).toEqual([grant(null)]);
  await expect(give(other.brandId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await findUser(sessionId)).not.toBeNull();
});

test("nobody of another workspace can be changed or removed", async () => {
  const [place, other] = [await freshWorkspace(), await freshWorkspace("Other")];
  const userId = other.ownerId;
  const change = place.run((ctx) => changeMember(ctx, { userId, role: "analyst", grants: [] }));
  await expect(change).rejects.toMatchObject({ code: "NOT_FOUND" });
  const removal = place.run((ctx) => removeMember(ctx, { userId }));
  await expect(removal).rejects.toMatchObject({ code: "NOT_FOUND" });
});
