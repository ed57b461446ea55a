import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import type { Ctx } from "@/server/kernel";
import { asAdmin } from "./database";
import type { TestWorkspace } from "./workspace";

/** A folder of this test file for blobs and uploads; named in DATA_DIR before anything reads it. */
export function ownDataFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), "kairos-imports-"));
  vi.stubEnv("DATA_DIR", folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Writes a file to import and returns where it lies. */
export function writeTable(folder: string, text: string | Buffer): string {
  const file = path.join(folder, `table-${Math.random().toString(36).slice(2)}.csv`);
  writeFileSync(file, text);
  return file;
}

/** How a run reaches the workspace in tests: as the worker's role, in small chunks when asked. */
export function asJob(workspace: TestWorkspace, importId: string, chunkRows?: number) {
  return {
    importId,
    ...(chunkRows ? { chunkRows } : {}),
    signal: new AbortController().signal,
    inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => workspace.runAsWorker(work),
  };
}

type Job = ReturnType<typeof asJob>;

/**
 * The same job, killed at its n-th transaction: `before` it begins, or `within`, when everything
 * is written and nothing committed. The error is what a vanished connection looks like.
 */
export function killedAt(job: Job, n: number, when: "before" | "within"): Job {
  let count = 0;
  const gone = () => new Error("Connection terminated unexpectedly");
  return {
    ...job,
    inTransaction: (work) => {
      count += 1;
      if (count < n) return job.inTransaction(work);
      if (when === "before") throw gone();
      return job.inTransaction(async (ctx) => {
        await work(ctx);
        throw gone();
      });
    },
  };
}

/** One row of a query past row level security. */
export async function rowsOf<T extends object = Record<string, unknown>>(
  text: string,
  values: unknown[],
): Promise<T[]> {
  return asAdmin(async (client) => (await client.query<T>(text, values)).rows);
}

/**
 * Everything an import leaves behind in a workspace, free of ids and times: two runs of the same
 * file on equal workspaces have the same.
 */
export async function fingerprint(workspaceId: string): Promise<unknown> {
  const by = (text: string) => rowsOf(text, [workspaceId]);
  return {
    people:
      await by(`select email, external_id, first_name, last_name, phone, locale, time_zone, attributes,
        sort_name, order_count, order_total, order_currency, last_order_at, deleted_at is not null as gone
      from contacts where workspace_id = $1
      order by external_id, email, first_name, last_name, order_total`),
    identities: await by(`select i.kind, i.value, c.email, c.external_id from identities i
      join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
      where i.workspace_id = $1 order by i.kind, i.value`),
    changes:
      await by(`select kind, source, count(*)::int, md5(string_agg(changes::text, ' ' order by changes::text)) as all
      from contact_changes where workspace_id = $1 group by kind, source order by kind, source`),
    orders:
      await by(`select o.external_id, o.ordered_at, o.total, o.currency, o.item_count, c.external_id as person
      from orders o join contacts c on c.workspace_id = o.workspace_id and c.id = o.contact_id
      where o.workspace_id = $1 order by 6, 2, 3, 5, 1`),
    keys: await by(`select key from ingest_dedup where workspace_id = $1 order by key`),
    errors: await by(`select line, "column", code, value from import_errors where workspace_id = $1
      order by line, "column"`),
    consent: await by(`select s.state, s.basis, c.email from consent_states s
      join contacts c on c.workspace_id = s.workspace_id and c.id = s.contact_id
      where s.workspace_id = $1 order by c.email, s.state`),
    counters: await by(`select state, rows_total, rows_done, people_created, people_updated,
        people_unchanged, orders_created, orders_known, products_created, products_updated,
        products_unchanged, consents_recorded, rows_failed, cells_dropped,
        undo_done, undo_spared, error_code from imports where workspace_id = $1 order by created_at`),
  };
}
