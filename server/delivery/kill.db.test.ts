import { expect, test, vi } from "vitest";
import {
  campaignState,
  faultsInHistory,
  messagesOf,
  runSink,
  sendingCampaign,
} from "@/tests/support/sending";
import { endWorker, startWorker } from "@/tests/support/worker";
import { freshWorkspace } from "@/tests/support/workspace";
import { labelOf } from "../mailbox";

const PEOPLE = 300;
const WITHIN = { timeout: 60_000, interval: 50 };

test("kill -9 in mid-campaign: no second copy, no gap, and what nobody knows is unknown", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: PEOPLE });
  // A real worker also does the jobs that other tests have left in this database: not ours.
  const label = labelOf(workspace.workspaceId);
  const arrived = async () =>
    (await sink.log()).flatMap((line) => (line.label === label ? line.to : []));

  const [first, second] = await Promise.all([startWorker(sink), startWorker(sink)]);
  await vi.waitFor(async () => expect((await arrived()).length).toBeGreaterThan(60), WITHIN);
  await endWorker(first, "SIGKILL");
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  await endWorker(second, "SIGTERM");
  expect(second.exitCode).toBe(0);

  const messages = await messagesOf(campaign);
  const copies = new Map<string, number>();
  for (const address of await arrived()) copies.set(address, (copies.get(address) ?? 0) + 1);
  // No second copy.
  expect([...copies].filter(([, count]) => count > 1)).toEqual([]);
  // Accepted means it is there; what is there is accepted or unknown.
  const wrong = messages.filter(({ state, email }) =>
    state === "accepted" ? !copies.has(email) : copies.has(email) && state !== "unknown",
  );
  expect(wrong).toEqual([]);
  // Nothing is missing: everybody has a final state.
  expect(messages).toHaveLength(PEOPLE);
  expect(messages.filter(({ state }) => state !== "accepted" && state !== "unknown")).toEqual([]);
  expect(await faultsInHistory(campaign)).toEqual([]);
}, 120_000);
