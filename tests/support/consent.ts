import { newId } from "@/server/kernel";
import { asAdmin } from "./database";
import type { TestWorkspace } from "./workspace";

/** Rows that consent stands on, written past the product: a topic of the workspace's brand. */
export async function addTopic(
  workspace: TestWorkspace,
  given: { name?: string; isPublic?: boolean; brandId?: string } = {},
): Promise<string> {
  const id = newId();
  await asAdmin((client) =>
    client.query(
      `insert into topics (workspace_id, id, brand_id, channel, name, is_public)
       values ($1, $2, $3, 'email', $4, $5)`,
      [
        workspace.workspaceId,
        id,
        given.brandId ?? workspace.brandId,
        given.name ?? `Topic ${id}`,
        given.isPublic ?? true,
      ],
    ),
  );
  return id;
}

/** A person; without `email` one gets an address of their own. */
export async function addContact(
  workspace: TestWorkspace,
  given: { email?: string | null; locale?: string; isRemoved?: boolean } = {},
): Promise<string> {
  const id = newId();
  const email = given.email === undefined ? `p-${id}@nord.example` : given.email;
  await asAdmin((client) =>
    client.query(
      `insert into contacts (workspace_id, id, email, locale, sort_name, deleted_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        workspace.workspaceId,
        id,
        email,
        given.locale ?? null,
        email ?? id,
        given.isRemoved ? new Date() : null,
      ],
    ),
  );
  return id;
}

/** A campaign on a topic, as a sent message names it. */
export async function addCampaign(workspace: TestWorkspace, topicId: string): Promise<string> {
  const id = newId();
  await asAdmin((client) =>
    client.query(
      `insert into campaigns (workspace_id, id, brand_id, topic_id, name, state,
         created_by, updated_by) values ($1, $2, $3, $4, 'Spring', 'finished', $5, $5)`,
      [workspace.workspaceId, id, workspace.brandId, topicId, workspace.ownerId],
    ),
  );
  return id;
}

/** The legal entity of the workspace's brand. */
export async function entityOf(workspace: TestWorkspace): Promise<string> {
  const { rows } = await asAdmin((client) =>
    client.query<{ id: string }>("select id from legal_entities where workspace_id = $1", [
      workspace.workspaceId,
    ]),
  );
  return rows[0]?.id ?? "";
}
