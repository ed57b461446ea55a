import type { Sent, Submission } from "./smtp-types";

/**
 * A way to hand over messages: a mail server, or a service behind HTTP. Whatever it is, it keeps to
 * what `tests/support/provider-contract.ts` checks: `dot()` is called, in the same tick, before
 * anything is said after which the receiver may take the message; if it throws, or the intent was not
 * granted, nothing of that kind is said; and `done` is called exactly once, with the phase it ended in.
 *
 * Over HTTP the request that hands a message over is its dot: `intent`, `dot`, request. One request may
 * carry many messages; each still asks its own intent, and those that are not granted are left out. The
 * submission's `idempotencyKey` goes with it, so that a service which knows such keys takes a message
 * once even if we are wrong.
 */
export interface ChannelProvider {
  /** Which one: results, limits and breakers are kept by it. */
  readonly key: string;
  /**
   * How many more messages it has use for right now: for SMTP one on each connection and one behind
   * it, for a service what fits into its next requests. 0 while it asks us to slow down.
   */
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
