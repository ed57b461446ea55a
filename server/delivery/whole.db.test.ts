import { expect, test } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { campaignState, sendingCampaign, type TestCampaign } from "@/tests/support/sending";
import { freshWorkspace, workerDatabase } from "@/tests/support/workspace";
import { createTidying } from "./tidying";

const PEOPLE = 3;

/** A campaign of which nothing is open, and a sweep of its workspace. */
async function sentCampaign() {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: PEOPLE });
  await asAdmin(async (client) => {
    const { campaignId } = campaign;
    await client.query("delete from send_queue where campaign_id = $1", [campaignId]);
    await client.query("update messages set state = 'accepted' where campaign_id = $1", [
      campaignId,
    ]);
  });
  const { inWorkspace } = await workerDatabase();
  const tidying = createTidying({ now: () => new Date(), inWorkspace });
  return { campaign, workspaceId, sweep: () => tidying.now(workspaceId) };
}

/** What preparing the campaign says of how many rows it made. */
const noteAudience = ({ campaignId }: TestCampaign, audience: object | null) =>
  asAdmin((client) =>
    client.query("update campaigns set audience = $2 where id = $1", [campaignId, audience]),
  );

async function isDue(workspaceId: string): Promise<boolean> {
  const { rows } = await asAdmin((client) =>
    client.query("select 1 from due_work where workspace_id = $1 and lane = 'campaign'", [
      workspaceId,
    ]),
  );
  return rows.length > 0;
}

test.each([
  ["a person has no row", { materialised: PEOPLE + 1 }],
  ["a row is one too many", { materialised: PEOPLE - 1 }],
  ["nobody knows how many rows there should be", { reachable: PEOPLE }],
  ["nothing is known of its audience", null],
])(
  "while %s a campaign with nothing open is not finished, and is looked at again",
  async (_, audience) => {
    const { campaign, workspaceId, sweep } = await sentCampaign();
    await noteAudience(campaign, audience);
    await sweep();
    expect(await campaignState(campaign)).toBe("sending");
    expect(await isDue(workspaceId)).toBe(true);
    await noteAudience(campaign, { materialised: PEOPLE });
    await sweep();
    expect(await campaignState(campaign)).toBe("finished");
    expect(await isDue(workspaceId)).toBe(false);
  },
);
