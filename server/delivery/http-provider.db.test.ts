import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { startHttpService } from "@/tests/support/http-service";
import type { Conduct } from "@/tests/support/provider-contract";
import {
  campaignState,
  faultsInHistory,
  messagesOf,
  runSender,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { freshWorkspace } from "@/tests/support/workspace";
import { takeEvidence } from "./evidence";
import { openWays, type Ways } from "./ways";

const PEOPLE = 30;
const WITHIN = { timeout: 20_000, interval: 30 };

/** All mail goes over a service behind HTTP, which behaves as each address says. */
async function overHttp(conduct: (address: string) => Conduct) {
  let hasRoom: () => void = () => undefined;
  const service = await startHttpService(conduct, () => hasRoom());
  const real = openWays({ url: "smtp://127.0.0.1:9", isLocalMailbox: false }, { connections: 1 });
  const ways: Ways = {
    ...real,
    wayOf: async (tx, workspaceId, now) => ({
      ...(await real.wayOf(tx, workspaceId, now)),
      providersFor: () => [service.provider],
    }),
    onRoom: (call) => {
      hasRoom = call;
    },
    close: () => service.provider.close(),
  };
  return { service, ways };
}

test("a campaign goes over a service: throttled, in batches, once each, and its webhooks settle the rest", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: PEOPLE });
  let hasAsked = false;
  const { service, ways } = await overHttp((address) => {
    if (address.startsWith("p3@")) return "refuses for good";
    if (address.startsWith("p4@")) return "takes silently";
    if (address.startsWith("p5@") && !hasAsked) return "asks to slow down";
    return "takes";
  });
  await runSender({ port: 9 }, { ports: { ways } });
  const waiting = async () =>
    (await messagesOf(campaign)).find((row) => row.email.startsWith("p5@"));
  await vi.waitFor(
    async () => expect(await waiting()).toMatchObject({ state: "queued", fence: 1, attempt: 0 }),
    WITHIN,
  );
  hasAsked = true;
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await statesOf(campaign)).toEqual({ accepted: PEOPLE - 2, failed: 1, unknown: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
  const rows = await messagesOf(campaign);
  // That the service wanted to be left in peace is no attempt of anybody's.
  expect(new Set(rows.map((row) => row.attempt))).toEqual(new Set([1]));
  expect(rows.some((row) => row.fence > 1)).toBe(true);
  const arrived = service.arrived();
  expect(new Set(arrived).size).toBe(arrived.length);
  expect(arrived).toHaveLength(PEOPLE - 1);
  expect(service.requests()).toBeLessThan(PEOPLE);

  const known = async () => {
    const { rows: found } = await asAdmin((client) =>
      client.query<{ state: string; provider: string; id: string | null; resolution: string }>(
        `select state, provider, provider_message_id as id, resolution from messages
         where campaign_id = $1 and state in ('accepted', 'unknown') order by state, id`,
        [campaign.campaignId],
      ),
    );
    return found;
  };
  const taken = (await known()).filter((row) => row.state === "accepted");
  expect(new Set(taken.map((row) => row.id)).size).toBe(PEOPLE - 2);
  expect(new Set(taken.map((row) => row.provider))).toEqual(new Set(["http"]));

  const hear = (person: string, event: "delivered" | "bounced") =>
    workspace.runAsWorker((ctx) => {
      const address = rows.find((row) => row.email.startsWith(`${person}@`))?.email ?? "";
      const evidence = service.provider.parseWebhook?.(service.report(address, event));
      return takeEvidence(ctx, evidence ?? []);
    });
  expect(await hear("p4", "delivered")).toMatchObject([{ do: "move" }]);
  expect(await hear("p6", "delivered")).toMatchObject([{ do: "nothing", why: "known" }]);
  expect(await hear("p6", "bounced")).toMatchObject([{ do: "note" }]);
  expect(await statesOf(campaign)).toEqual({ accepted: PEOPLE - 1, failed: 1 });
  expect((await known()).filter((row) => row.resolution === "webhook")).toHaveLength(1);
  expect(await faultsInHistory(campaign)).toEqual([]);
});
