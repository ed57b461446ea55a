import type { Sent, Submission } from "./smtp-types";

/**
 * A way to hand messages over: a mail server, or a service behind HTTP. Whatever it is, it keeps to
 * what `tests/support/provider-contract.ts` checks: `dot()` is called, in the same tick, before
 * anything is said after which the receiver may take the message; if it throws, or the intent was not
 * granted, nothing of that kind is said; and `done` is called exactly once, with the phase it ended in.
 */
export interface ChannelProvider {
  /** Which one: results, limits and breakers are kept by it. */
  readonly key: string;
  /** How many more messages it has use for right now: one on each connection and one behind it. */
  readonly room: number;
  /** How many may wait for it besides, so that it never waits for a claim. */
  readonly prefetch: number;
  /** Takes one message. Urgent ones go before all others and never wait for a connection of theirs. */
  submit(submission: Submission, options?: { isUrgent?: boolean }): void;
  /** Ends everything at once: what is under way is settled by its phase, what waits is given back. */
  close(): void;
}

/** Given back without having been tried: the provider cannot be used, or closes. */
export function untried(failed: unknown): Sent {
  return { phase: "before", reply: null, data: false, refused: false, failed };
}
