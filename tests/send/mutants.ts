/**
 * Engines with one guard taken out. Each must break an invariant under the chaos, or the chaos proves
 * nothing. The snippets are the engine's own words: when they change, the mutant says so and is mended.
 */

export interface Mutation {
  file: string;
  /** Has to be there exactly once. */
  find: string;
  replace: string;
}

const CARRIER = "server/delivery/carrier.ts";
const INTENT = "server/delivery/intent.ts";
const GRANTS = "server/delivery/grant-queries.ts";
const MOVES = "server/delivery/move-queries.ts";
const RECOVER = "server/delivery/recover.core.ts";
const SENDER = "server/delivery/sender.ts";
const TAKING = "server/delivery/taking.ts";

const GATE = `    consentStillHolds(tx, workspaceId, {
      questions: intents.map(({ contactId, claim }) => ({ contactId, topicId: claim.topicId })),
      now,
    }),`;

const ASK = `      const isGranted = await askIntent({
        contactId,
        id,
        fence,
        claim,
        address: envelope.to,
        messageIdHeader,
        contentHash,
        isTracked,
        counted: handed.counted,
      });`;

export const MUTANTS = {
  /** The intent is written down when the answer is there. */
  "send-then-mark": [
    {
      file: CARRIER,
      find: ASK,
      replace: `      const isGranted = true;
      ask = () => askIntent({ contactId, id, fence, claim, address: envelope.to, ...written });`,
    },
    {
      file: CARRIER,
      find: "        resolve(sent);\n",
      replace:
        "        void Promise.resolve(ask?.()).catch(() => false).then(() => resolve(sent));\n",
    },
    {
      file: CARRIER,
      find: "    const intent = async (): Promise<boolean> => {\n",
      replace:
        "    let ask: (() => Promise<boolean>) | undefined;\n    const intent = async (): Promise<boolean> => {\n",
    },
  ],
  /** "Accepted" is written before the dot. */
  "mark-first": [
    {
      file: CARRIER,
      find: '      if (isGranted) passing("intended");\n',
      replace: `      if (isGranted) {
        passing("intended");
        await write({ draft: { claim }, counted: null }, { event: "accepted", resolution: "smtp" });
      }
`,
    },
  ],
  /**
   * Whoever thinks that a message is theirs may move it. What was taken up again is held for a moment, so
   * that the one who lost it, and is waked as soon as it was taken up, comes back in time.
   */
  "no-fence": [
    {
      file: SENDER,
      find: '    ports.passing?.("claimed");\n',
      replace: `    ports.passing?.("claimed");
    if (taken.some(({ draft }) => draft.claim.fence > 1)) {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
`,
    },
    {
      file: GRANTS,
      find: ` and q.fence = a.fence and q.worker_id = \${given.workerId}
        and q.state = any(`,
      replace: `
        and q.state = any(`,
    },
    {
      file: GRANTS,
      find: `        and exists (select 1 from send_workers w where w.id = \${given.workerId}
          and w.ended_at is null and w.lease_until > clock_timestamp()
          and w.sends_on = \${timelineNow})`,
      replace: "",
    },
    {
      file: MOVES,
      find: `        and q.fence = a.fence and q.worker_id = \${workerId} and q.state = a.before
        and q.state = any(string_to_array(a.froms, ' '))
      returning q.contact_id`,
      replace: `        and q.state = any(string_to_array(a.froms, ' '))
      returning q.contact_id`,
    },
    {
      file: MOVES,
      find: `        and q.fence = a.fence and q.worker_id = \${given.workerId} and q.state = a.before
        and q.state = any(string_to_array(a.froms, ' '))
      returning a.*`,
      replace: `        and q.state = any(string_to_array(a.froms, ' '))
      returning a.*`,
    },
  ],
  /** Nobody is asked between the claim and the dot. */
  "no-consent-check": [
    {
      file: INTENT,
      find: '  if (answer.verdict !== "reachable") {',
      replace: '  if (answer.verdict !== "reachable" && process.pid < 0) {',
    },
  ],
  /** Consent is asked when a message is claimed, and never again. */
  "early-gate": [
    {
      file: TAKING,
      find: "    const { signerOf } = way;\n",
      replace: `    const { signerOf } = way;
    const { consentStillHolds } = await import("../consent");
    const questions = claims.map(({ contactId, topicId }) => ({ contactId, topicId }));
    const early = ((globalThis as { early?: Map<string, unknown> }).early ??= new Map());
    for (const one of await consentStillHolds(tx, workspaceId, { questions, now: ports.now() }))
      early.set(one.contactId + one.topicId, one);
`,
    },
    {
      file: INTENT,
      find: GATE,
      replace: `    intents.flatMap(
      (one) =>
        (globalThis as unknown as { early: Map<string, IntentAnswer> }).early.get(
          one.contactId + one.claim.topicId,
        ) ?? [],
    ),`,
    },
  ],
  /** Consent is asked at the right time, past whoever is just withdrawing it. */
  "no-lock": [
    {
      file: INTENT,
      find: `    lockForIntent(
      tx,
      workspaceId,
      intents.map((intent) => intent.contactId),
    ),`,
      replace: "    undefined,",
    },
  ],
  /** The journal does not know of a dot, and its silence is believed. */
  "no-journal": [{ file: CARRIER, find: "      journal.dot(key);\n", replace: "" }],
  /** No journal's silence is believed: what a dead worker never sent is called unknown. */
  "deaf-to-silence": [
    {
      file: RECOVER,
      find: '  if (journal?.standing !== "gone") return "proves nothing";\n',
      replace: '  if (journal?.standing !== undefined) return "proves nothing";\n',
    },
  ],
  /** The gate refuses some of those who never said no. */
  "moody-gate": [
    {
      file: INTENT,
      find: '  return answer.address === intent.address ? null : settled(intent, "released");\n',
      replace: `  if (Math.random() < 0.01) return settled(intent, "suppressed", "suppressed");
  if (Math.random() < 0.01) return settled(intent, "skipped", "no_consent");
  return answer.address === intent.address ? null : settled(intent, "released");
`,
    },
  ],
} as const satisfies Record<string, readonly Mutation[]>;

export type MutantName = keyof typeof MUTANTS;
export const MUTANT_NAMES = Object.keys(MUTANTS) as MutantName[];
