import { reachableContacts } from "../consent";
import { CLIPPING_BYTES, compileDraft, type LetterProblem, readLetter } from "../content";
import { type Ctx, toAppError } from "../kernel";
import { countAudience, reachableAmong } from "./audience";
import { type LoadedCampaign, loadCampaign } from "./edit";
import type { MemberCtx } from "./manage";
import { maySend } from "./may-send";
import * as queries from "./queries";
import { type CheckFinding, LONG_SUBJECT } from "./schemas";

/** People whose data is looked at for gaps; beyond them the count says "at least". */
const LOOKED_AT = 20_000;
const CHUNK = 5_000;

const finding = (
  code: CheckFinding["code"],
  field: string | null = null,
  params: CheckFinding["params"] = {},
): CheckFinding => ({ code, field, params });

function fromProblem(problem: LetterProblem): CheckFinding {
  const { code, field, name, line, column } = problem;
  if (code === "VALUE_REQUIRED") {
    const isLink = field.endsWith(".href");
    return finding(isLink ? "button_link_missing" : "button_label_missing", field);
  }
  if (code === "LINK_FORBIDDEN") return finding("link", field, { name });
  return finding("template", field, { code, name, line, column });
}

function textBlockers({ document, kit, isTopicArchived }: LoadedCampaign): CheckFinding[] {
  const hasText = document.blocks.some((b) => b.type !== "button" && b.text.trim() !== "");
  return [
    ...(document.subject.trim() === "" ? [finding("subject_missing", "subject")] : []),
    ...(hasText ? [] : [finding("text_missing", document.blocks[0] ? "blocks" : null)]),
    ...(isTopicArchived ? [finding("topic_archived")] : []),
    ...(kit.imprintMissing.length > 0
      ? [finding("imprint_incomplete", "footer", { missing: kit.imprintMissing.join(",") })]
      : []),
  ];
}

/** What keeps a letter from being sent, whoever asks: texts, imprint, size. */
export function letterBlockers(loaded: LoadedCampaign): CheckFinding[] {
  const keys = loaded.attributes.map((a) => a.key);
  const { problems } = readLetter(loaded.document, keys);
  return [...textBlockers(loaded), ...problems.map(fromProblem)];
}

async function sizeFindings(loaded: LoadedCampaign) {
  try {
    const { kit, topicName } = loaded;
    const { html } = await compileDraft(loaded.document, { kit, topicName });
    const bytes = Buffer.byteLength(html);
    const kilobytes = Math.round(bytes / 1024);
    return {
      blockers: [],
      warnings: bytes > CLIPPING_BYTES ? [finding("clipping", null, { kilobytes })] : [],
    };
  } catch (error) {
    const { code } = toAppError(error);
    // Anything else is a fault of ours and is not hidden behind a finding.
    if (code !== "MESSAGE_TOO_LARGE") throw error;
    return { blockers: [finding("too_large")], warnings: [] };
  }
}

async function missingData(ctx: Ctx, loaded: LoadedCampaign): Promise<CheckFinding[]> {
  const keys = loaded.attributes.map((a) => a.key);
  const { withoutFallback } = readLetter(loaded.document, keys);
  const lacking = new Map(withoutFallback.map((variable) => [variable, 0]));
  if (lacking.size === 0) return [];
  const among = await reachableAmong(ctx, loaded.row);
  let after: string | null = null;
  let seen = 0;
  while (seen < LOOKED_AT) {
    const page = { topicId: loaded.row.topicId, after, limit: CHUNK, now: ctx.now, among };
    const contactIds: string[] = await reachableContacts(ctx.db, ctx.workspaceId, page);
    for (const [variable, before] of lacking) {
      const asked = { variable, contactIds };
      lacking.set(variable, before + (await queries.countLacking(ctx.db, ctx.workspaceId, asked)));
    }
    seen += contactIds.length;
    after = contactIds.at(-1) ?? null;
    if (contactIds.length < CHUNK) break;
  }
  const isPartial = seen >= LOOKED_AT ? "yes" : "no";
  return [...lacking]
    .filter(([, count]) => count > 0)
    .map(([variable, count]) => finding("data_missing", null, { variable, count, isPartial }));
}

/** What must and what should be put right before this letter is sent, by the person who asks. */
export async function checkCampaign(ctx: MemberCtx, input: { id: string }) {
  const loaded = await loadCampaign(ctx, input.id);
  const { document, row } = loaded;
  const audience = await countAudience(ctx, input);
  const size = await sizeFindings(loaded);
  const blockers = [
    ...letterBlockers(loaded),
    ...size.blockers,
    ...(audience.reachable === 0 ? [finding("audience_empty")] : []),
    ...(maySend(ctx, row) ? [] : [finding("not_permitted", null, { brand: loaded.brandName })]),
  ];
  const warnings = [
    ...(document.preheader.trim() === "" ? [finding("preheader_missing", "preheader")] : []),
    ...(document.subject.length > LONG_SUBJECT
      ? [finding("subject_long", "subject", { length: document.subject.length })]
      : []),
    ...size.warnings,
    ...(await missingData(ctx, loaded)),
  ];
  return { revision: row.revision, blockers, warnings, audience };
}
