import { newId } from "@/server/kernel";
import { addCampaign, addTopic } from "./consent";
import { asAdmin } from "./database";
import type { TestWorkspace } from "./workspace";

/** Plants facts of a campaign past the product, so that its figures can be told in advance. */
export async function insertRows(
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  await asAdmin(async (client) => {
    for (const row of rows) {
      const names = Object.keys(row).map((name) => `"${name}"`);
      const marks = names.map((_, index) => `$${index + 1}`);
      const text = `insert into ${table} (${names.join(", ")}) values (${marks.join(", ")})`;
      await client.query(text, Object.values(row));
    }
  });
}

export interface PlantedVariant {
  id: string;
  versionId: string;
  linkIds: string[];
}

export interface PlantedCampaign {
  id: string;
  topicId: string;
  variants: PlantedVariant[];
}

/** A campaign started at a moment, with so many variants of two links each. */
export async function plantCampaign(
  { workspace, topicId: known }: { workspace: TestWorkspace; topicId?: string },
  given: { variants: number; startedAt: Date },
): Promise<PlantedCampaign> {
  const { workspaceId: workspace_id } = workspace;
  const topicId = known ?? (await addTopic(workspace));
  const id = await addCampaign(workspace, topicId);
  const variants = Array.from({ length: given.variants }, () => {
    return { id: newId(), versionId: newId(), linkIds: [newId(), newId()] };
  });
  const campaign = { workspace_id, campaign_id: id };
  await insertRows(
    "content_versions",
    variants.map(({ versionId }) => {
      return { ...campaign, id: versionId, document: "{}", compiled: "{}", sha256: "" };
    }),
  );
  await asAdmin((client) =>
    client.query("delete from campaign_variants where campaign_id = $1", [id]),
  );
  await insertRows(
    "campaign_variants",
    variants.map((variant, position) => {
      const { id: variantId, versionId: version_id } = variant;
      return { ...campaign, id: variantId, position, document: "{}", version_id };
    }),
  );
  await insertRows(
    "content_links",
    variants.flatMap(({ versionId: version_id, linkIds }) =>
      linkIds.map((linkId, position) => {
        const url = `https://nord.example/${position}`;
        return { workspace_id, id: linkId, version_id, position, url, label: `Link ${position}` };
      }),
    ),
  );
  await asAdmin((client) =>
    client.query("update campaigns set started_at = $2 where id = $1", [id, given.startedAt]),
  );
  return { id, topicId, variants };
}

interface PlantedMessage {
  contactId: string;
  variant: PlantedVariant;
  state: string;
  reason?: string;
  at: Date;
  isTracked?: boolean;
}

/** One message to one person; returns its id. */
export async function plantMessage(
  { workspace, campaign }: { workspace: TestWorkspace; campaign: PlantedCampaign },
  given: PlantedMessage,
): Promise<string> {
  const id = newId();
  await insertRows("messages", [
    {
      workspace_id: workspace.workspaceId,
      contact_id: given.contactId,
      id,
      brand_id: workspace.brandId,
      channel: "email",
      kind: "marketing",
      campaign_id: campaign.id,
      variant_id: given.variant.id,
      version_id: given.variant.versionId,
      dedupe_key: `campaign:${campaign.id}`,
      topic_id: campaign.topicId,
      state: given.state,
      skip_reason: given.reason ?? null,
      result_at: given.state === "queued" ? null : given.at,
      is_tracked: given.isTracked ?? false,
    },
  ]);
  return id;
}
