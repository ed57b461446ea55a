import { reachableContacts } from "../consent";
import {
  CLIPPING_BYTES,
  compileDraft,
  footerOf,
  hasContent,
  isBlank,
  type LetterProblem,
  lengthOf,
  readLetter,
  shortBlocks,
} from "../content";
import { type Ctx, toAppError } from "../kernel";
import { leavesMachine, verifiedSender } from "../senders";
import { isDemoWithRealMail } from "../workspaces";
import { countAudience, reachableAmong } from "./audience";
import { type LoadedCampaign, loadCampaign } from "./edit";
import type { MemberCtx } from "./manage";
import { maySend } from "./may-send";
import * as queries from "./queries";
import { type CheckFinding, type LackingInput, LONG_SUBJECT } from "./schemas";

/** People whose data is looked at for gaps; beyond them the count says "at least". */
const LOOKED_AT = 20_000;
const CHUNK = 5_000;

const finding = (
  code: CheckFinding["code"],
  field: string | null = null,
  params: CheckFinding["params"] = {},
): CheckFinding => ({ code, field, variant: null, params });

function fromProblem(problem: LetterProblem): CheckFinding {
  const { code, field, name, line, column } = problem;
  if (code === "VALUE_REQUIRED") {
    const isLink = field.endsWith(".href");
    return finding(isLink ? "button_link_missing" : "button_label_missing", field);
  }
  if (code === "LINK_FORBIDDEN") return finding("link", field, { name });
  return finding("template", field, { code, name, line, column });
}

function textBlockers({ document }: LoadedCampaign): CheckFinding[] {
  return [
    ...(isBlank(document.subject) ? [finding("subject_missing", "subject")] : []),
    ...(hasContent(document)
      ? []
      : [finding("text_missing", document.blocks[0] ? "blocks" : null)]),
  ];
}

/** What keeps a campaign back whatever its letter says: topic and imprint. */
export function campaignBlockers({ kit, isTopicArchived }: LoadedCampaign): CheckFinding[] {
  return [
    ...(isTopicArchived ? [finding("topic_archived")] : []),
    ...(kit.imprintMissing.length > 0
      ? [finding("imprint_incomplete", "footer", { missing: kit.imprintMissing.join(",") })]
      : []),
  ];
}

/** What keeps one version of the letter from being sent, whoever asks. */
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

/** Of the people a campaign reaches, how many have no value for each of these merge tags. */
async function countLacking(ctx: Ctx, row: queries.CampaignRow, variables: readonly string[]) {
  const lacking = new Map(variables.map((variable) => [variable, 0]));
  if (lacking.size === 0) return { lacking, isPartial: false };
  const among = await reachableAmong(ctx, row);
  let after: string | null = null;
  let seen = 0;
  while (seen < LOOKED_AT) {
    const page = { topicId: row.topicId, after, limit: CHUNK, now: ctx.now, among };
    const contactIds: string[] = await reachableContacts(ctx.db, ctx.workspaceId, page);
    for (const [variable, before] of lacking) {
      const asked = { variable, contactIds };
      lacking.set(variable, before + (await queries.countLacking(ctx.db, ctx.workspaceId, asked)));
    }
    seen += contactIds.length;
    after = contactIds.at(-1) ?? null;
    if (contactIds.length < CHUNK) break;
  }
  return { lacking, isPartial: seen >= LOOKED_AT };
}

/** The same count for one merge tag that is being written, shown beside it. */
export async function lackingData(ctx: Ctx, input: LackingInput) {
  const { row } = await loadCampaign(ctx, input.id);
  const { lacking, isPartial } = await countLacking(ctx, row, [input.variable]);
  return { count: lacking.get(input.variable) ?? 0, isPartial };
}

const unfilled = (loaded: LoadedCampaign) =>
  readLetter(
    loaded.document,
    loaded.attributes.map((a) => a.key),
  ).withoutFallback;

type Lacking = Awaited<ReturnType<typeof countLacking>>;

function missingData(loaded: LoadedCampaign, found: Lacking): CheckFinding[] {
  const isPartial = found.isPartial ? "yes" : "no";
  return unfilled(loaded)
    .map((variable) => ({ variable, count: found.lacking.get(variable) ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ variable, count }) => finding("data_missing", null, { variable, count, isPartial }));
}

/** Product blocks that have too few products to show now. */
async function productFindings(
  ctx: Ctx,
  { document, kit, topicName }: LoadedCampaign,
): Promise<CheckFinding[]> {
  const short = await shortBlocks(ctx, document, footerOf(kit, topicName).locale);
  return short.map(({ id, found, count }) =>
    finding("products_few", `blocks.${id}`, { found, count }),
  );
}

/** What is found about one version of the letter, marked as its own when there are several. */
async function variantFindings(ctx: Ctx, loaded: LoadedCampaign, lacking: Lacking) {
  const { document, variants, variant } = loaded;
  const subjectLength = lengthOf(document.subject);
  const size = await sizeFindings(loaded);
  const own = (findings: CheckFinding[]) =>
    variants.length > 1 ? findings.map((one) => ({ ...one, variant: variant.position })) : findings;
  return {
    blockers: own([...letterBlockers(loaded), ...size.blockers]),
    warnings: own([
      ...(isBlank(document.preheader) ? [finding("preheader_missing", "preheader")] : []),
      ...(subjectLength > LONG_SUBJECT
        ? [finding("subject_long", "subject", { length: subjectLength })]
        : []),
      ...readLetter(document, null).advice.map(({ code, field }) => finding(code, field)),
      ...(await productFindings(ctx, loaded)),
      ...size.warnings,
      ...missingData(loaded, lacking),
    ]),
  };
}

/**
 * Whether the brand may use its From address: a proven sending domain has to stand for it as soon as
 * mail leaves this machine, and should before.
 */
async function senderFindings(ctx: Ctx, { kit }: LoadedCampaign) {
  const { senderEmail } = kit.brand;
  const sender = await verifiedSender(ctx, senderEmail);
  const params = { domain: senderEmail.slice(senderEmail.lastIndexOf("@") + 1) };
  if (sender?.graceEnd) {
    const warning = finding("from_domain_failing", null, { domain: sender.domain });
    return { blockers: [], warnings: [warning] };
  }
  if (sender) return { blockers: [], warnings: [] };
  return (await leavesMachine(ctx))
    ? { blockers: [finding("from_domain_unverified", null, params)], warnings: [] }
    : { blockers: [], warnings: [finding("from_domain_advice", null, params)] };
}

/** What must and what should be put right before this letter is sent, by the person who asks. */
export async function checkCampaign(ctx: MemberCtx, input: { id: string }) {
  const loaded = await loadCampaign(ctx, input.id);
  const { row } = loaded;
  const audience = await countAudience(ctx, input);
  const blockers = campaignBlockers(loaded);
  const sender = await senderFindings(ctx, loaded);
  blockers.push(...sender.blockers);
  const warnings: CheckFinding[] = [...sender.warnings];
  const letters = loaded.variants.map((variant) => ({
    ...loaded,
    variant,
    document: variant.document,
  }));
  // The audience is walked once, whichever of the letters asks.
  const lacking = await countLacking(ctx, row, [...new Set(letters.flatMap(unfilled))]);
  for (const letter of letters) {
    const found = await variantFindings(ctx, letter, lacking);
    blockers.push(...found.blockers);
    warnings.push(...found.warnings);
  }
  if (await isDemoWithRealMail(ctx)) blockers.push(finding("demo_real_mail"));
  if (audience.reachable === 0) blockers.push(finding("audience_empty"));
  if (!maySend(ctx, row)) {
    blockers.push(finding("not_permitted", null, { brand: loaded.brandName }));
  }
  return { revision: row.revision, blockers, warnings, audience };
}
