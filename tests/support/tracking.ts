import { recordConsentBatch } from "@/server/consent";
import type { LetterTracking } from "@/server/content";
import { newId } from "@/server/kernel";
import { readClickToken, trackedLinks, untrackedLinks } from "@/server/tracking";
import { addCampaign, addContact, addTopic } from "./consent";
import { asAdmin } from "./database";
import { freshWorkspace, type TestWorkspace } from "./workspace";

/** The purpose of tracking that came with the workspace's brand. */
export async function trackingTopicOf(workspace: TestWorkspace): Promise<string> {
  const { rows } = await asAdmin((client) =>
    client.query<{ id: string }>(
      "select id from topics where workspace_id = $1 and brand_id = $2 and channel = 'tracking'",
      [workspace.workspaceId, workspace.brandId],
    ),
  );
  return rows[0]?.id ?? "";
}

/** People who allow that their opens and clicks are kept with them. Returns the purpose's id. */
export async function allowTracking(
  workspace: TestWorkspace,
  contactIds: readonly string[],
): Promise<string> {
  const topicId = await trackingTopicOf(workspace);
  await workspace.run((ctx) =>
    recordConsentBatch(
      ctx,
      contactIds.map((contactId) => ({
        contactId,
        topicId,
        action: "import_claim",
        basis: "consent_double_opt_in",
        source: "import",
        sourceId: newId(),
        evidence: { text: "You may measure what I open and click." },
      })),
    ),
  );
  return topicId;
}

/** A mailed part as it is shown: tracked links led back to their destinations, without the pixel. */
export function ledBack(
  part: string,
  links: readonly { id: string | null; url: string }[],
): string {
  return part
    .replace(/<img src="[^"]*\/t\/o\/[^"]*"[^>]*>/, "")
    .replace(/https?:\/\/[^\s"]*\/t\/c\/([\w.~-]+)/g, (_, token: string) => {
      const linkId = readClickToken(token)?.linkId;
      const url = links.find((link) => link.id === linkId)?.url ?? "";
      return part.includes("</html>") ? url.replaceAll("&", "&amp;") : url;
    });
}

/** A mail that its reader has had for a while, and who allows tracking. */
export interface Mailed {
  workspace: TestWorkspace;
  contactId: string;
  campaignId: string;
  messageId: string;
  links: { id: string; url: string }[];
  tracked: LetterTracking;
  untracked: LetterTracking;
}

/** One accepted mail of a campaign, with links to `https://nord.example/<n>?a=1&b=2`. */
export async function mailed(given: {
  links: number;
  workspace?: TestWorkspace;
  acceptedMsAgo?: number;
}): Promise<Mailed> {
  const workspace = given.workspace ?? (await freshWorkspace());
  const { workspaceId, brandId } = workspace;
  const topicId = await addTopic(workspace);
  const campaignId = await addCampaign(workspace, topicId);
  const contactId = await addContact(workspace);
  await allowTracking(workspace, [contactId]);
  const [versionId, messageId] = [newId(), newId()];
  const links = Array.from({ length: given.links }, (_, position) => ({
    id: newId(),
    url: `https://nord.example/${position}?a=1&b=2`,
  }));
  const acceptedAt = new Date(Date.now() - (given.acceptedMsAgo ?? 60_000));
  await asAdmin(async (client) => {
    await client.query(
      `insert into content_versions (workspace_id, id, campaign_id, document, compiled, sha256)
       values ($1, $2, $3, '{}', '{}', 'x')`,
      [workspaceId, versionId, campaignId],
    );
    for (const [position, { id, url }] of links.entries()) {
      await client.query(
        `insert into content_links (workspace_id, id, version_id, position, url, label)
         values ($1, $2, $3, $4, $5, $6)`,
        [workspaceId, id, versionId, position, url, `Link ${position}`],
      );
    }
    await client.query(
      `insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, campaign_id,
         version_id, dedupe_key, topic_id, state, intent_at, result_at, is_tracked)
       values ($1, $2, $3, $4, 'email', 'marketing', $5, $6, $7, $8, 'accepted', $9, $9, true)`,
      [
        workspaceId,
        contactId,
        messageId,
        brandId,
        campaignId,
        versionId,
        `campaign:${campaignId}`,
        topicId,
        acceptedAt,
      ],
    );
  });
  return {
    workspace,
    contactId,
    campaignId,
    messageId,
    links,
    tracked: trackedLinks({ workspaceId, contactId, messageId }),
    untracked: untrackedLinks(workspaceId),
  };
}
