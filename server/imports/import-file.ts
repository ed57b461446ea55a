import path from "node:path";
import { AppError, type Ctx } from "../kernel";
import { startImport } from "./control";
import { lockDraft, readDraft } from "./drafts";
import * as queries from "./queries";
import { ImportMapping, type ImportPlan, type PlanColumn, StoredFormat } from "./schemas";
import { draftFromFile } from "./upload";

/** The plan's columns with their places, found by header or by place (from 0). */
function placed(columns: ImportMapping["columns"], names: readonly string[]): PlanColumn[] {
  return columns.map(({ column, ...rest }, index) => {
    const at = typeof column === "number" ? column : names.indexOf(column);
    if (names[at] === undefined)
      throw new AppError("MAPPING_INVALID", { field: `columns.${index}` });
    return { ...rest, column: at };
  });
}

/**
 * Imports a file that lies on this machine: draft, mapping and start in the caller's transaction.
 * `mapping` has the shape of `ImportMapping` (docs/import.md). The worker does the rest; follow it
 * with `getImport`. Errors as for the upload and the start, INPUT_INVALID for a mapping of another
 * shape.
 */
export async function importFile(
  ctx: Ctx,
  input: { path: string; mapping: unknown },
): Promise<{ id: string }> {
  const parsed = ImportMapping.safeParse(input.mapping);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".") ?? "";
    throw new AppError("INPUT_INVALID", { field });
  }
  const { format, columns, ...rest } = parsed.data;
  const name = path.basename(input.path);
  const { id } = await draftFromFile(ctx, { path: input.path, name, kind: rest.kind });
  const draft = await lockDraft(ctx, id);
  const stored = StoredFormat.parse(draft.format);
  const read = { ...stored, format: { ...stored.format, ...format } };
  const provisional: ImportPlan = { ...rest, columns: [] };
  const { names } = await readDraft(ctx, { ...draft, format: read, plan: provisional });
  await queries.updateImport(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { kind: rest.kind, format: read, plan: { ...rest, columns: placed(columns, names) } },
  );
  await startImport(ctx, id);
  return { id };
}
