import { describe, expect, it } from "vitest";
import { asOwner, codeOf, draftWith, readyWorkspace } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import { sampleLetter } from "@/tests/support/letters";
import type { TestWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { checkCampaign } from "./check";
import { sendCampaign, sendTest } from "./send";

/** A way for mail to leave this machine: a server of the workspace's own, for everything. */
async function addServer({ workspaceId }: TestWorkspace): Promise<void> {
  const id = newId();
  await asAdmin(async (client) => {
    await client.query(
      `insert into mail_servers (workspace_id, id, name, host, port, security, connections)
       values ($1, $2, 'Own', 'smtp.shop.example', 587, 'tls', 1)`,
      [workspaceId, id],
    );
    await client.query(
      "insert into mail_routes (workspace_id, id, server_id, position) values ($1, $2, $3, 0)",
      [workspaceId, newId(), id],
    );
  });
}

/** The domain of the brand's sender, in a state. */
async function addDomain(
  { workspaceId }: TestWorkspace,
  { state, failingSince = null }: { state: string; failingSince?: Date | null },
): Promise<void> {
  await asAdmin((client) =>
    client.query(
      `insert into sending_domains (workspace_id, id, domain, state, verified_at, failing_since)
       select workspace_id, $2, split_part(sender_email, '@', 2), $3, now(), $4
       from brands where workspace_id = $1`,
      [workspaceId, newId(), state, failingSince],
    ),
  );
}

async function ready() {
  const { workspace, topicId } = await readyWorkspace(2);
  const { id } = await draftWith(workspace, topicId, sampleLetter({ preheader: "Hello" }));
  const codes = async () => {
    const { blockers, warnings } = await workspace.run((ctx) =>
      checkCampaign(asOwner(ctx), { id }),
    );
    const own = (found: { code: string }[]) =>
      found.map(({ code }) => code).filter((code) => code.startsWith("from_domain"));
    return { blockers: own(blockers), warnings: own(warnings) };
  };
  const send = () =>
    codeOf(
      workspace.run(async (ctx) => {
        const { revision } = await checkCampaign(asOwner(ctx), { id });
        return sendCampaign(asOwner(ctx), { id, revision });
      }),
    );
  const sendTestLetter = () =>
    codeOf(
      workspace.run(async (ctx) => {
        const { revision } = await checkCampaign(asOwner(ctx), { id });
        const addresses = ["colleague@nord.example"];
        return sendTest(ctx, { id, revision, variantId: undefined, contactId: null, addresses });
      }),
    );
  return { workspace, codes, send, sendTestLetter };
}

describe("a From address that no proven domain stands for", () => {
  it("is only advised about while the local mailbox catches everything", async () => {
    const { codes, send } = await ready();
    expect(await codes()).toEqual({ blockers: [], warnings: ["from_domain_advice"] });
    expect(await send()).toBe("OK");
  });

  it("keeps mail from leaving this machine until it is proven", async () => {
    const { workspace, codes, send, sendTestLetter } = await ready();
    expect(await sendTestLetter()).toBe("OK");
    await addServer(workspace);
    expect(await codes()).toEqual({ blockers: ["from_domain_unverified"], warnings: [] });
    expect(await send()).toBe("FROM_DOMAIN_UNVERIFIED");
    expect(await sendTestLetter()).toBe("FROM_DOMAIN_UNVERIFIED");
    await addDomain(workspace, { state: "verified" });
    expect(await codes()).toEqual({ blockers: [], warnings: [] });
    expect(await sendTestLetter()).toBe("OK");
    expect(await send()).toBe("OK");
  });

  it("is warned about while its record is gone, and refused after three days", async () => {
    const { workspace, codes, send } = await ready();
    await addServer(workspace);
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await addDomain(workspace, { state: "failing", failingSince: ago(71) });
    expect(await codes()).toEqual({ blockers: [], warnings: ["from_domain_failing"] });
    await asAdmin((client) =>
      client.query("update sending_domains set failing_since = $2 where workspace_id = $1", [
        workspace.workspaceId,
        ago(73),
      ]),
    );
    expect(await codes()).toEqual({ blockers: ["from_domain_unverified"], warnings: [] });
    expect(await send()).toBe("FROM_DOMAIN_UNVERIFIED");
  });
});
