import path from "node:path";
import { listAttributeDefinitions } from "../contacts";
import { AppError, type Ctx } from "../kernel";
import type { ColumnLook } from "./columns.core";
import { startImport } from "./control";
import { lockDraft, readDraft } from "./drafts";
import * as queries from "./queries";
import {
  ImportMapping,
  type ImportPlan,
  type PlanColumn,
  StoredFormat,
  type Target,
  VALUE_TYPES,
} from "./schemas";
import { preferredOrder } from "./suggest.core";
import { draftFromFile } from "./upload";

interface Ground {
  looks: readonly ColumnLook[];
  locale: string;
  attributes: readonly { key: string }[];
}

/** A new attribute that is only named gets its header as label and the type its values look like. */
function completed(target: Target, look: ColumnLook, ground: Ground): Target {
  const isKnown =
    target.to !== "attribute" || ground.attributes.some((one) => one.key === target.key);
  if (isKnown) return target;
  const type = VALUE_TYPES.find((one) => one === look.type) ?? "text";
  return { ...target, label: target.label ?? (look.name || target.key), type: target.type ?? type };
}

/**
 * The plan's columns with their places, found by header or by place (from 0); how dates and
 * numbers are written is taken from the file where the mapping does not say it.
 */
function placed(columns: ImportMapping["columns"], ground: Ground): PlanColumn[] {
  return columns.map(({ column, target, dates, decimal }, index) => {
    const look = ground.looks.find((one) =>
      typeof column === "number" ? one.column === column : one.name === column,
    );
    if (!look) throw new AppError("MAPPING_INVALID", { field: `columns.${index}` });
    const order = dates ?? preferredOrder(look.dates, ground.locale);
    const mark = decimal ?? look.decimal;
    return {
      column: look.column,
      target: completed(target, look, ground),
      ...(order ? { dates: order } : {}),
      ...(mark ? { decimal: mark } : {}),
    };
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
  const { looks } = await readDraft(ctx, { ...draft, format: read, plan: provisional });
  const customs = await queries.findCustoms(ctx.db, ctx.workspaceId);
  const attributes = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  const ground = { looks, locale: customs?.locale ?? "en", attributes };
  await queries.updateImport(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { kind: rest.kind, format: read, plan: { ...rest, columns: placed(columns, ground) } },
  );
  await startImport(ctx, id);
  return { id };
}
