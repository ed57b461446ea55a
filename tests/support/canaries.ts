import { getTableName, is, Table } from "drizzle-orm";
import type pg from "pg";
import * as schema from "@/db";
import { newId } from "@/server/kernel";
import { asAdmin } from "./database";
import type { TestWorkspace } from "./workspace";

export interface Canaries {
  /** The text that stands in every readable field of the workspace. */
  canary: string;
  /** Ids by the name of the input field they belong in; `id` has one of each kind. */
  ids: Record<string, string[]>;
}

async function insert(
  client: pg.Client,
  table: string,
  row: Record<string, unknown>,
): Promise<void> {
  const columns = Object.keys(row);
  const marks = columns.map((_, i) => `$${i + 1}`);
  await client.query(
    `insert into ${table} (${columns.map((c) => `"${c}"`).join(", ")}) values (${marks.join(", ")})`,
    Object.values(row),
  );
}

/** Fills a workspace with one row of every kind, each naming the canary. */
export async function seedCanaries(workspace: TestWorkspace): Promise<Canaries> {
  const { workspaceId: workspace_id, brandId: brand_id, ownerId } = workspace;
  const canary = `CANARY${newId().replaceAll("-", "")}`;
  const [contact_id, topic_id, campaign_id, version_id] = [newId(), newId(), newId(), newId()];
  const [link_id, variant_id, snapshot_id] = [newId(), newId(), newId()];
  const [file_id, import_id, message_id, invitation_id, key_id] = [
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
  ];
  const [product_id, order_id] = [newId(), newId()];
  const [domain_id, server_id] = [newId(), newId()];
  const now = new Date();
  const address = `${canary.toLowerCase()}@canary.example`;
  await asAdmin(async (client) => {
    const entity = await client.query<{ id: string }>(
      "update legal_entities set name = $2, street = $2, directors = $2 where workspace_id = $1 returning id",
      [workspace_id, canary],
    );
    const legal_entity_id = entity.rows[0]?.id;
    await client.query("update workspaces set name = $2 where id = $1", [workspace_id, canary]);
    await client.query("update brands set name = $2, sender_name = $2 where workspace_id = $1", [
      workspace_id,
      canary,
    ]);
    await insert(client, "contacts", {
      workspace_id,
      id: contact_id,
      email: address,
      external_id: canary,
      first_name: canary,
      last_name: canary,
      attributes: JSON.stringify({ secret: canary }),
      sort_name: canary.toLowerCase(),
    });
    await insert(client, "identities", { workspace_id, kind: "email", value: address, contact_id });
    await insert(client, "attribute_definitions", {
      workspace_id,
      key: "secret",
      label: canary,
      type: "text",
    });
    await insert(client, "contact_changes", {
      workspace_id,
      contact_id,
      id: newId(),
      at: now,
      kind: "created",
      source: "import",
      source_id: import_id,
      changes: JSON.stringify({ first_name: [null, canary] }),
    });
    await insert(client, "orders", {
      workspace_id,
      contact_id,
      id: order_id,
      external_id: canary,
      ordered_at: now,
      total: "9.99",
      currency: "EUR",
    });
    await insert(client, "products", {
      workspace_id,
      id: product_id,
      sku: canary,
      name: canary,
      description: canary,
      category: canary,
      url: `https://shop.example/${canary}`,
      currency: "EUR",
    });
    await insert(client, "order_lines", {
      workspace_id,
      contact_id,
      order_id,
      line: 1,
      sku: canary,
      name: canary,
      quantity: 1,
    });
    await insert(client, "topics", {
      workspace_id,
      id: topic_id,
      brand_id,
      channel: "email",
      name: canary,
    });
    await insert(client, "consent_events", {
      workspace_id,
      contact_id,
      seq: 1,
      id: newId(),
      at: now,
      action: "grant",
      topic_id,
      legal_entity_id,
      basis: "consent_double_opt_in",
      source: "admin",
      actor_kind: "user",
      evidence: JSON.stringify({ note: canary }),
      details_digest: "",
      prev_hash: "",
      hash: canary,
    });
    await insert(client, "consent_states", {
      workspace_id,
      contact_id,
      topic_id,
      state: "granted",
      basis: "consent_double_opt_in",
      since: now,
      seq: 1,
    });
    await insert(client, "suppressions", {
      workspace_id,
      address_hmac: canary,
      reason: "manual",
      source: canary,
    });
    await insert(client, "campaigns", {
      workspace_id,
      id: campaign_id,
      brand_id,
      topic_id,
      name: canary,
      state: "finished",
      created_by: ownerId,
      updated_by: ownerId,
    });
    await insert(client, "content_versions", {
      workspace_id,
      id: version_id,
      campaign_id,
      document: JSON.stringify({ canary }),
      compiled: JSON.stringify({ canary }),
      sha256: canary,
    });
    await insert(client, "campaign_variants", {
      workspace_id,
      id: variant_id,
      campaign_id,
      position: 0,
      document: JSON.stringify({ version: 1, subject: canary, preheader: canary, blocks: [] }),
      version_id,
    });
    const none = { subject: canary, preheader: canary, footer: canary, parts: [] };
    await insert(client, "draft_snapshots", {
      workspace_id,
      variant_id,
      id: snapshot_id,
      document: JSON.stringify({ version: 1, subject: canary, preheader: canary, blocks: [] }),
      summary: JSON.stringify({
        outline: { title: canary, ...none },
        startedAt: now.toISOString(),
        marks: [],
        restoredFrom: null,
      }),
      saved_by: ownerId,
      saved_at: now,
    });
    await insert(client, "messages", {
      workspace_id,
      contact_id,
      id: message_id,
      brand_id,
      channel: "email",
      kind: "marketing",
      campaign_id,
      variant_id,
      version_id,
      dedupe_key: canary,
      topic_id,
      state: "accepted",
      remote_text: canary,
    });
    await insert(client, "message_transitions", {
      workspace_id,
      contact_id,
      message_id,
      step: 1,
      from: "in_flight",
      to: "accepted",
      at: now,
      fence: 1,
      detail: canary,
    });
    await insert(client, "content_links", {
      workspace_id,
      id: link_id,
      version_id,
      position: 0,
      url: `https://${canary.toLowerCase()}.example/`,
      label: canary,
    });
    await insert(client, "message_events", {
      workspace_id,
      contact_id,
      id: newId(),
      message_id,
      campaign_id,
      kind: "click",
      link_id,
      at: now,
      agent: canary,
    });
    await insert(client, "link_clicks", { workspace_id, link_id, id: newId(), at: now });
    await insert(client, "files", {
      workspace_id,
      id: file_id,
      kind: "import",
      name: canary,
      content_type: "text/csv",
      size: 1,
      sha256: canary,
      storage_key: canary,
    });
    await insert(client, "imports", {
      workspace_id,
      id: import_id,
      kind: "people",
      state: "done",
      file_id,
      file_name: canary,
      file_sha256: canary,
      file_size: 1,
      format: JSON.stringify({}),
    });
    await insert(client, "import_errors", {
      workspace_id,
      import_id,
      line: 2,
      column: "email",
      code: "EMAIL_INVALID",
      value: canary,
    });
    await insert(client, "invitations", {
      workspace_id,
      id: invitation_id,
      email: address,
      role: "analyst",
      grants: "[]",
      invited_by: ownerId,
      expires_at: new Date(now.getTime() + 86_400_000),
    });
    await insert(client, "api_keys", {
      workspace_id,
      id: key_id,
      name: canary,
      secret_hash: canary,
      scopes: ["ingest"],
    });
    await insert(client, "sending_domains", {
      workspace_id,
      id: domain_id,
      domain: `${canary.toLowerCase()}.example`,
      findings: JSON.stringify({
        keys: { [domain_id]: { state: "malformed", found: canary } },
        spf: { state: "ok", found: canary },
        dmarc: { state: "malformed", found: canary },
      }),
    });
    await insert(client, "sending_keys", {
      workspace_id,
      domain_id,
      id: newId(),
      selector: canary,
      public_key: canary,
      sealed_key: canary,
      role: "current",
    });
    await insert(client, "sending_domain_days", {
      workspace_id,
      domain_id,
      day: "2026-01-02",
      sent: 1,
    });
    await insert(client, "mail_servers", {
      workspace_id,
      id: server_id,
      name: canary,
      host: `${canary.toLowerCase()}.example`,
      port: 587,
      security: "tls",
      username: canary,
      sealed_password: canary,
      connections: 1,
      paused_reason: canary,
    });
    await insert(client, "mail_routes", {
      workspace_id,
      id: newId(),
      server_id,
      position: 0,
    });
    await insert(client, "domain_limits", {
      workspace_id,
      domain: `${canary.toLowerCase()}.example`,
      per_minute: 1,
    });
    await insert(client, "domain_paces", {
      workspace_id,
      domain: `${canary.toLowerCase()}.example`,
      per_minute: 1,
      next_at: now,
    });
    await insert(client, "read_log", {
      workspace_id,
      contact_id,
      id: newId(),
      user_id: ownerId,
      at: now,
    });
  });
  const ids: Canaries["ids"] = {
    contactId: [contact_id],
    topicId: [topic_id],
    campaignId: [campaign_id],
    variantId: [variant_id],
    snapshotId: [snapshot_id],
    brandId: [brand_id],
    importId: [import_id],
    fileId: [file_id],
    messageId: [message_id],
    userId: [ownerId],
    invitationId: [invitation_id],
    workspaceId: [workspace_id],
    versionId: [version_id],
    id: [
      contact_id,
      topic_id,
      campaign_id,
      brand_id,
      import_id,
      file_id,
      message_id,
      invitation_id,
      key_id,
      product_id,
      domain_id,
      server_id,
    ],
    serverIds: [server_id],
  };
  return { canary, ids };
}

/** A digest of every row of a workspace by table: equal before and after means nobody touched it. */
export async function fingerprint(workspace: TestWorkspace): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  await asAdmin(async (client) => {
    for (const table of Object.values(schema)) {
      if (!is(table, Table)) continue;
      const name = getTableName(table);
      if (!("workspaceId" in table)) continue;
      const { rows } = await client.query<{ print: string }>(
        `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from "${name}" t where workspace_id = $1`,
        [workspace.workspaceId],
      );
      prints[name] = rows[0]?.print ?? "";
    }
  });
  return prints;
}
