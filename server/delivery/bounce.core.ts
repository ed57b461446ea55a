import type { AnsweredStep, Reply } from "./outcome.core";

/**
 * What a refusal is about. `address`: nobody is there, and never will be. `mailbox`: it cannot take it
 * now (full, over quota, not known yet). `blocked`: about us: policy, reputation, authentication. `content`: about this
 * letter: size, kind. `other`: everything else.
 */
export const BOUNCES = ["address", "mailbox", "blocked", "content", "other"] as const;
export type Bounce = (typeof BOUNCES)[number];

/** Subject and detail of an enhanced status (RFC 3463 and its registry) by what they are about. */
const BY_DETAIL: Record<string, Bounce> = {
  "1.1": "address",
  "1.2": "address",
  "1.3": "address",
  "1.6": "address",
  "1.7": "blocked",
  "1.8": "blocked",
  "1.9": "blocked",
  "1.10": "address",
  "2.1": "address",
  "2.3": "content",
  "3.4": "content",
};

// Not here: 1.0, "something about an address". Postfix says it of a sender, and to RCPT.

const BY_SUBJECT: Record<string, Bounce> = {
  "2": "mailbox",
  "6": "content",
  "7": "blocked",
};

/**
 * Classifies a refusal by its enhanced status and by what it answers. Without a status nothing is
 * concluded about the person: the plain codes mean too much, and the words too little. Nor from an answer
 * to MAIL: the server knows nobody but us by then. That nobody is there has to be said for good, by code and
 * status: 4.2.1 is a mailbox that gets mail too fast, 4.1.1 an address that is still being looked up.
 */
export function bounceOf(
  { code, enhanced }: Pick<Reply, "code" | "enhanced">,
  step?: AnsweredStep,
): Bounce {
  const [, kind, subject = "", detail = ""] = /^([45])\.(\d+)\.(\d+)$/.exec(enhanced ?? "") ?? [];
  const bounce = BY_DETAIL[`${subject}.${detail}`] ?? BY_SUBJECT[subject] ?? "other";
  if (step === "mail" && bounce !== "content") return "blocked";
  const isForGood = code >= 500 && kind === "5";
  return bounce === "address" && !isForGood ? "mailbox" : bounce;
}

/** So many soft failures in a row, without one letter taken between them, end mail to an address. */
export const SOFT_FAILURES = 5;

/** Of the last answers to a campaign so many, and it pauses: receivers refuse us. */
export const BLOCKED_OF = { answers: 50, blocked: 5 };

/**
 * So many in a row at one recipient domain, and it pauses, too: among the answers of all the others they may never
 * be that many. More than a single firm usually has on a list, which may refuse us without anybody waiting for it.
 */
export const BLOCKED_AT_DOMAIN = 10;

/** Watches the last answers of one campaign. */
export function createBlockWatch() {
  const last: boolean[] = [];
  /** Refusals since a letter was taken, by recipient domain. */
  const inRow = new Map<string, number>();
  return {
    /** Notes an answer for somebody at `domain`; true when this is one too many. */
    note: (isBlocked: boolean, domain: string): boolean => {
      last.push(isBlocked);
      if (last.length > BLOCKED_OF.answers) last.shift();
      if (!isBlocked) {
        inRow.delete(domain);
        return false;
      }
      const refused = (inRow.get(domain) ?? 0) + 1;
      inRow.set(domain, refused);
      const isTooMany =
        refused >= BLOCKED_AT_DOMAIN || last.filter(Boolean).length >= BLOCKED_OF.blocked;
      if (isTooMany) {
        // Whoever resumes it gets as many answers again.
        last.length = 0;
        inRow.clear();
      }
      return isTooMany;
    },
  };
}
