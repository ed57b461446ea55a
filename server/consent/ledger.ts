import { readCursor, writeCursor } from "../contacts";
import type { Ctx } from "../kernel";
import * as queries from "./ledger-queries";
import type { LedgerFilter } from "./schemas";
import { listSuppressions } from "./suppression-queries";

const PAGE = 50;

/** A page of the workspace's ledger, newest first; `next` is the cursor of the following one. */
export async function listRecent(ctx: Ctx, input: LedgerFilter) {
  const { action, source } = input;
  const scope = `consent-ledger:${ctx.workspaceId}:${action ?? ""}:${source ?? ""}`;
  const before = input.cursor ? positionOf(input.cursor, scope) : null;
  const page = { action, source, before, limit: PAGE + 1 };
  const found = await queries.listRecent(ctx.db, ctx.workspaceId, page);
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const hasMore = found.length > PAGE && last;
  return { rows, next: hasMore ? cursorOf(last, scope) : null };
}

function cursorOf(row: queries.LedgerPosition, scope: string): string {
  const value = `${row.at.toISOString()} ${row.seq}`;
  return writeCursor({ way: "after", value, id: row.contactId }, scope);
}

function positionOf(cursor: string, scope: string): queries.LedgerPosition {
  const { value, id } = readCursor(cursor, scope);
  const [at = "", seq = ""] = (value ?? "").split(" ");
  return { at: new Date(at), contactId: id, seq: Number(seq) };
}

/** A page of the suppression list: reason, date and the first letters of the digest, no address. */
export async function listSuppressed(ctx: Ctx, input: { cursor: string | null }) {
  const scope = `suppressions:${ctx.workspaceId}`;
  const before = input.cursor ? suppressionAt(input.cursor, scope) : null;
  const found = await listSuppressions(ctx.db, ctx.workspaceId, { before, limit: PAGE + 1 });
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const next =
    found.length > PAGE && last
      ? writeCursor(
          { way: "after", value: `${last.at.toISOString()} ${last.digest}`, id: ctx.workspaceId },
          scope,
        )
      : null;
  return {
    rows: rows.map(({ digest, reason, at }) => ({ digest: digest.slice(0, 12), reason, at })),
    next,
  };
}

function suppressionAt(cursor: string, scope: string) {
  const [at = "", digest = ""] = (readCursor(cursor, scope).value ?? "").split(" ");
  return { at: new Date(at), digest };
}
