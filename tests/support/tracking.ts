import { recordConsentBatch } from "@/server/consent";
import { newId } from "@/server/kernel";
import { readClickToken } from "@/server/tracking";
import { asAdmin } from "./database";
import type { TestWorkspace } from "./workspace";

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
    .replace(/https?:\/\/[^\s"]*\/t\/c\/([\w.-]+)/g, (_, token: string) => {
      const linkId = readClickToken(token)?.linkId;
      const url = links.find((link) => link.id === linkId)?.url ?? "";
      return part.includes("</html>") ? url.replaceAll("&", "&amp;") : url;
    });
}
