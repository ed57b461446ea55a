import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { startDeafServer } from "@/tests/support/deaf-server";
import { addRoute, addServer, verifiedDomain } from "@/tests/support/senders";
import {
  addSingle,
  campaignState,
  runSender,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { wake } from "./due-queries";

// The servers of these tests listen on this machine, on whatever port is free.
vi.stubEnv("ALLOW_PRIVATE_SMTP", "1");

const WITHIN = { timeout: 15_000, interval: 30 };
/** Longer than any of these tests: what hangs goes on hanging. */
const PATIENT = { timeouts: { connect: 60_000, socket: 60_000 }, drainMs: 0 };

/** How many messages of a workspace workers hold. */
async function heldOf({ workspaceId }: TestWorkspace): Promise<number> {
  const { rows } = await asAdmin((client) =>
    client.query<{ count: number }>(
      "select count(*)::int as count from send_queue where workspace_id = $1 and state <> 'queued'",
      [workspaceId],
    ),
  );
  return rows[0]?.count ?? 0;
}

test("a campaign over a server that hangs holds up nobody else's, however large that server is", async () => {
  const [slow, other] = [await freshWorkspace(), await freshWorkspace()];
  const deaf = await startDeafServer("hangs");
  const sound = await startFaultServer(() => "none");
  await verifiedDomain(slow);
  await addRoute(slow, [await addServer(slow, { port: deaf.port, connections: 10 })]);
  const stuck = await sendingCampaign(slow, { people: 200 });
  await runSender(sound, PATIENT);
  // All its connections are at work, and more waits for them than this process has of its own.
  await vi.waitFor(() => expect(deaf.mails).toBe(10), WITHIN);
  await vi.waitFor(async () => expect(await heldOf(slow)).toBeGreaterThan(16), WITHIN);
  const fine = await sendingCampaign(other, { people: 200 });
  await addSingle(other, { kind: "opt_in", campaign: fine, person: 0 });
  await vi.waitFor(async () => expect(await campaignState(fine)).toBe("finished"), WITHIN);
  expect(await statesOf(fine)).toEqual({ accepted: 200 });
  await vi.waitFor(() => expect(sound.copies).toHaveLength(201), WITHIN);
  // It holds no more than a server of its size has use for; the rest is for other workers.
  expect(await heldOf(slow)).toBeLessThanOrEqual(40);
  expect((await statesOf(stuck)).queued).toBeGreaterThanOrEqual(160);
});

test("receipts over a server that hangs hold up nobody else's mail, nor their own workspace's campaigns", async () => {
  const [slow, other] = [await freshWorkspace(), await freshWorkspace()];
  const deaf = await startDeafServer("hangs");
  const sound = await startFaultServer(() => "none");
  await verifiedDomain(slow);
  await addRoute(slow, [await addServer(slow, deaf)], { kind: "transactional" });
  await addRoute(slow, [await addServer(slow, sound)]);
  const own = await sendingCampaign(slow, { people: 120 });
  const setState = (state: string) =>
    asAdmin((client) =>
      client.query("update campaigns set state = $2 where id = $1", [own.campaignId, state]),
    );
  await setState("paused");
  for (const person of own.contactIds.keys()) {
    await addSingle(slow, { kind: "transactional", campaign: own, person });
  }
  await runSender(sound, PATIENT);
  await vi.waitFor(async () => expect(await heldOf(slow)).toBe(44), WITHIN);
  const fine = await sendingCampaign(other, { people: 50 });
  await addSingle(other, { kind: "opt_in", campaign: fine, person: 0 });
  await addSingle(other, { kind: "transactional", campaign: fine, person: 1 });
  await vi.waitFor(async () => expect(await campaignState(fine)).toBe("finished"), WITHIN);
  await vi.waitFor(() => expect(sound.copies).toHaveLength(52), WITHIN);
  await setState("sending");
  await slow.runAsWorker((ctx) => wake(ctx.db, slow.workspaceId));
  await vi.waitFor(async () => expect(await campaignState(own)).toBe("finished"), WITHIN);
  expect(await statesOf(own)).toEqual({ accepted: 120 });
  // A server that answers nobody is given nothing more.
  expect(await heldOf(slow)).toBe(44);
});
