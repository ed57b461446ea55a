import { type PersonDeclaration, recordConsentBatch } from "../consent";
import { type Ctx, newId } from "../kernel";
import { type Applied, applyPeople } from "./apply.core";
import { columnLabel } from "./cells.core";
import {
  type ChunkJob,
  type ChunkResult,
  countRows,
  errorsOf,
  type Foreseen,
  outcomesOf,
  tally,
} from "./chunk";
import { readPerson } from "./convert.core";
import { loadStanding, writePeople } from "./people";
import { insertSightings } from "./people-queries";
import type { ErrorRow } from "./queries";
import type { FileRow, PersonRow, PlanRules } from "./rows.core";

/** People whom the rows met and left as they were: their rows leave no other trace. */
async function noteSightings(ctx: Ctx, applied: Applied, importId: string): Promise<void> {
  const met = applied.rows.flatMap(({ contactId }) => contactId ?? []);
  const unchanged = [...new Set(met)].filter((id) => !applied.changes.has(id));
  await insertSightings(
    ctx.db,
    { workspaceId: ctx.workspaceId, now: ctx.now, sourceId: importId },
    unchanged.map((id) => ({ id: newId(ctx.now.getTime()), contact_id: id })),
  );
}

/**
 * Takes rows of a people file in: people, identities, changes and consent, in the caller's
 * transaction and in a fixed number of statements however many rows there are.
 */
export async function takePeople(
  ctx: Ctx,
  rows: readonly FileRow[],
  job: ChunkJob,
): Promise<ChunkResult> {
  const people = rows.map((row) => readPerson(row, job.rules));
  const standing = await loadStanding(ctx, people, true);
  const applied = applyPeople(people, standing, {
    overwrite: job.rules.plan.overwrite,
    newId: () => newId(ctx.now.getTime()),
    refusesKnown: true,
  });
  await writePeople(ctx, applied, { kind: "import", id: job.importId });
  await noteSightings(ctx, applied, job.importId);
  const consent = await takeConsent(ctx, { people, applied }, job);
  const { created, updated, unchanged } = tally(applied.rows);
  return {
    counts: {
      ...countRows(outcomesOf(applied.rows), rows.length),
      peopleCreated: created,
      peopleUpdated: updated,
      peopleUnchanged: unchanged,
      consentsRecorded: consent.recorded,
    },
    errors: [...errorsOf(applied.rows), ...consent.errors],
  };
}

/** What the file proves, as the ledger keeps it. No personal data. */
function evidenceOf(job: ChunkJob): Record<string, string> {
  const { evidence } = job.rules.plan.consent;
  const given: Record<string, string> = {
    text: evidence.text,
    collectedFrom: evidence.source,
    collectedOn: evidence.collectedOn,
    obtainedWithSale: evidence.obtainedWithSale ? "yes" : "",
    similarGoods: evidence.similarGoods ? "yes" : "",
    noticeAtCollection: evidence.noticeAtCollection ? "yes" : "",
    fileSha256: job.fileSha256,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}

async function takeConsent(
  ctx: Ctx,
  given: { people: readonly PersonRow[]; applied: Applied },
  job: ChunkJob,
): Promise<{ recorded: number; errors: ErrorRow[] }> {
  const { plan, names } = job.rules;
  const { basis, topicIds } = plan.consent;
  if (basis === "none" || topicIds.length === 0) return { recorded: 0, errors: [] };
  const column = plan.columns.find((one) => one.target.to === "consent");
  const evidence = evidenceOf(job);
  const label = column ? columnLabel(names, column.column) : "";
  const elsewhere: ErrorRow[] = [];
  const declared = given.applied.rows.flatMap(({ line, contactId }, index) => {
    const person = given.people[index];
    const isDeclared = column ? person?.consent === true : true;
    // Consent to mail belongs to an address; a row without one proves nothing about it.
    if (!contactId || !isDeclared || person?.email == null) return [];
    // Known by their number and keeping another address: nobody agreed to mail there.
    if (given.applied.people.get(contactId)?.email !== person.email) {
      elsewhere.push({ line, column: label, code: "CONSENT_OTHER_ADDRESS", value: person.email });
      return [];
    }
    return topicIds.map((topicId): { line: number; declaration: PersonDeclaration } => ({
      line,
      declaration: {
        contactId,
        topicId,
        action: "import_claim",
        basis,
        source: "import",
        sourceId: job.importId,
        evidence,
      },
    }));
  });
  const outcomes = await recordConsentBatch(
    ctx,
    declared.map((one) => one.declaration),
  );
  const errors = outcomes.flatMap((outcome, index): ErrorRow[] => {
    const line = declared[index]?.line;
    if (outcome.outcome !== "refused" || line === undefined) return [];
    return [{ line, column: label, code: outcome.code, value: "" }];
  });
  const recorded = outcomes.filter((o) => o.outcome === "recorded").length;
  return { recorded, errors: [...elsewhere, ...errors] };
}

/** What rows of a people file would do to the people as they are now, without writing. */
export async function foreseePeople(
  ctx: Ctx,
  rows: readonly FileRow[],
  { rules }: { rules: PlanRules },
): Promise<Foreseen> {
  const people = rows.map((row) => readPerson(row, rules));
  const applied = applyPeople(people, await loadStanding(ctx, people, false), {
    overwrite: rules.plan.overwrite,
    newId: () => newId(ctx.now.getTime()),
    refusesKnown: true,
  });
  const { created, updated, unchanged, failed } = tally(applied.rows);
  return {
    rows: outcomesOf(applied.rows),
    expected: [
      { id: "created", count: created },
      { id: "known", count: updated + unchanged },
      { id: "failed", count: failed },
    ],
  };
}
