import { saveLetter } from "@/server/campaigns/edit";
import { createCampaign, type MemberCtx } from "@/server/campaigns/manage";
import type { LetterDocument } from "@/server/content";
import { AppError, type Ctx, newId } from "@/server/kernel";
import { addTopic } from "./consent";
import { asAdmin } from "./database";
import { freshWorkspace, type TestWorkspace } from "./workspace";

/** The owner, as far as permissions per brand go. */
export const asOwner = (ctx: Ctx): MemberCtx => ({ ...ctx, member: { role: "owner", grants: [] } });

/** The code something is refused with, or OK. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "OK",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
}

/** A workspace that may send: complete imprint, a topic, so many people who allowed it. */
export async function readyWorkspace(people: number) {
  const workspace = await freshWorkspace();
  const topicId = await addTopic(workspace, { name: "Newsletter" });
  const contactIds = Array.from({ length: people }, () => newId());
  await asAdmin(async (client) => {
    await client.query(
      `update legal_entities set form = 'GmbH', street = 'Hafenstr. 1', postal_code = '20457',
         city = 'Hamburg', country = 'DE', email = 'a@nord.example', register_court = 'AG Hamburg',
         register_number = 'HRB 1', directors = 'Olivia Nord' where workspace_id = $1`,
      [workspace.workspaceId],
    );
    await client.query(
      `insert into contacts (workspace_id, id, email, first_name, sort_name)
       select $1, id, 'p' || n || '-' || $3 || '@nord.example',
         case when n % 2 = 1 then '<Ana & ' || n || '>' end, 'p' || n
       from unnest($2::uuid[]) with ordinality as u (id, n)`,
      [workspace.workspaceId, contactIds, topicId.slice(-6)],
    );
    await client.query(
      `insert into consent_states (workspace_id, contact_id, topic_id, state, basis, since, seq)
       select $1, id, $3, 'granted', 'consent_double_opt_in', now(), 1 from unnest($2::uuid[]) u (id)`,
      [workspace.workspaceId, contactIds, topicId],
    );
  });
  return { workspace, topicId, contactIds };
}

/** A draft with a letter, and the revision it is at. */
export async function draftWith(
  workspace: TestWorkspace,
  topicId: string,
  document: LetterDocument,
) {
  const { id } = await workspace.run((ctx) => createCampaign(ctx, { name: "Autumn", topicId }));
  const { revision } = await workspace.run((ctx) => saveLetter(ctx, { id, revision: 1, document }));
  return { id, revision };
}
