import { expect, test, vi } from "vitest";
import { clock, newId } from "@/server/kernel";
import { invitationToken } from "@/server/workspaces";
import { invite, resendInvitation, revokeInvitation } from "@/server/workspaces/invitations";
import { listMembers } from "@/server/workspaces/members";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { findInvitation, joinAsMember, joinAsNewPerson } from "./invitations";
import { signInWithOidc } from "./oidc";
import { findMember, findUser } from "./session";
import { signInWithPassword } from "./sign-in";

const guest = () => `guest-${newId()}@nord.example`;
const PASSWORD = "a-quite-new-sentence";

async function invited(place: TestWorkspace, email: string) {
  const grants = [{ permission: "campaigns.send" as const, brandId: place.brandId }];
  const { id } = await place.run((ctx) => invite(ctx, { email, role: "marketer", grants }));
  return { id, token: invitationToken(place.workspaceId, id) };
}

async function signedIn(email: string, password: string) {
  const { sessionId } = await signInWithPassword(
    { email, password },
    { userAgent: null, ip: `10.3.0.${newId()}` },
  );
  const user = await findUser(sessionId);
  if (!user) throw new Error("The session did not open.");
  return user;
}

test("a new person joins with role and grant, once", async () => {
  const place = await freshWorkspace();
  const email = guest();
  const { token } = await invited(place, email);
  expect(await findInvitation(token)).toMatchObject({
    email,
    workspace: "Nord",
    hasAccount: false,
  });
  await joinAsNewPerson({ token, name: "Gus", password: PASSWORD });
  const member = await findMember(await signedIn(email, PASSWORD), place.workspaceId);
  expect(member?.role).toBe("marketer");
  expect(member?.grants).toEqual([{ permission: "campaigns.send", brandId: place.brandId }]);
  expect(member?.permissions).toContain("campaigns.send");
  expect(await findInvitation(token)).toBeNull();
  const again = joinAsNewPerson({ token, name: "Gus", password: PASSWORD });
  await expect(again).rejects.toMatchObject({ code: "INVITATION_INVALID" });
});

test("somebody with an account joins with it; nobody else can use their link", async () => {
  const [place, other] = [await freshWorkspace(), await freshWorkspace("Other")];
  const { token } = await invited(place, other.ownerEmail);
  expect(await findInvitation(token)).toMatchObject({ hasAccount: true });
  const stranger = await freshWorkspace("Third");
  const wrong = await signedIn(stranger.ownerEmail, "correct-horse-battery");
  await expect(joinAsMember(token, wrong)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const right = await signedIn(other.ownerEmail, "correct-horse-battery");
  await joinAsMember(token, right);
  expect((await findMember(right, place.workspaceId))?.role).toBe("marketer");
});

test("a withdrawn, an expired and a foreign invitation all say nothing", async () => {
  const place = await freshWorkspace();
  const withdrawn = await invited(place, guest());
  await place.run((ctx) => revokeInvitation(ctx, withdrawn));
  expect(await findInvitation(withdrawn.token)).toBeNull();
  const late = await invited(place, guest());
  const now = vi
    .spyOn(clock, "now")
    .mockReturnValue(new Date(Date.now() + 7 * 86_400_000 + 60_000));
  expect(await findInvitation(late.token)).toBeNull();
  const attempt = joinAsNewPerson({ token: late.token, name: "Gus", password: PASSWORD });
  await expect(attempt).rejects.toMatchObject({ code: "INVITATION_INVALID" });
  now.mockRestore();
  const other = await freshWorkspace("Other");
  expect(await findInvitation(invitationToken(other.workspaceId, late.id))).toBeNull();
});

test("an address is invited once, and again when the first ran out", async () => {
  const place = await freshWorkspace();
  const email = guest();
  const first = await invited(place, email);
  await expect(invited(place, email)).rejects.toMatchObject({ code: "ALREADY_INVITED" });
  const later = new Date(Date.now() + 8 * 86_400_000);
  const second = await place.run((ctx) => invite(ctx, { email, role: "analyst", grants: [] }), {
    now: later,
  });
  expect(second.id).not.toBe(first.id);
  await expect(invited(place, place.ownerEmail)).rejects.toMatchObject({ code: "ALREADY_MEMBER" });
});

test("sending again gives the full time once more", async () => {
  const place = await freshWorkspace();
  const { id } = await invited(place, guest());
  const later = new Date(Date.now() + 3 * 86_400_000);
  await place.run((ctx) => resendInvitation(ctx, { id }), { now: later });
  const { rows } = await asAdmin((client) =>
    client.query<{ expires_at: Date }>("select expires_at from invitations where id = $1", [id]),
  );
  expect(rows[0]?.expires_at.getTime()).toBe(later.getTime() + 7 * 86_400_000);
});

test("single sign-on lets in a known or invited verified address, and no stranger", async () => {
  const place = await freshWorkspace();
  const known = { sub: "1", email: place.ownerEmail, email_verified: true };
  expect((await signInWithOidc(known, null))?.id).toBe(place.ownerId);
  expect(await signInWithOidc({ ...known, email_verified: false }, null)).toBeNull();
  expect(await signInWithOidc({ sub: "1", email: place.ownerEmail }, null)).toBeNull();
  const email = guest();
  expect(await signInWithOidc({ sub: "2", email, email_verified: true }, null)).toBeNull();
  await invited(place, email);
  const joined = await signInWithOidc({ sub: "2", email, email_verified: true, name: "Gus" }, null);
  const members = await place.run((ctx) => listMembers(ctx));
  expect(members.map((member) => member.userId)).toContain(joined?.id);
  const stranger = { sub: "3", email: guest(), email_verified: true };
  expect(await signInWithOidc(stranger, null)).toBeNull();
});
