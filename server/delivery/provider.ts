import type { Evidence } from "./evidence.core";
import type { Sent, Submission } from "./smtp-types";

/** What a service sends us about messages that it took, as it came. */
export interface WebhookRequest {
  /** Names in lower case. */
  header(name: string): string | null;
  body: Buffer;
}

/**
 * A way to hand over messages: a mail server, or a service behind HTTP. Whatever it is, it keeps to
 * what `tests/support/provider-contract.ts` checks: `dot()` is called, in the same tick, before
 * anything is said after which the receiver may take the message; if it throws, or the intent was not
 * granted, nothing of that kind is said; and `done` is called exactly once, with the phase it ended in.
 *
 * Over HTTP the request that hands a message over is its dot: `intent`, `dot`, request. One request may
 * carry many messages: a provider gathers what is submitted at about the same time, each asks its own
 * intent, those that are not granted are left out, and each gets its own answer, or none. The
 * submission's `idempotencyKey` goes with it, so that a service which knows such keys takes a message
 * once even if we are wrong. A service that refuses the whole request for now (429) has taken nothing:
 * `retryAfterMs` says so, and until then the provider has no room.
 */
export interface ChannelProvider {
  /** Which one: results, limits and breakers are kept by it. */
  readonly key: string;
  /**
   * How many more messages it has use for right now: for SMTP one on each connection and one behind
   * it, for a service what fits into its next requests. 0 while it asks us to slow down; whoever makes
   * one is told when there is room again (`Ways.onRoom`).
   */
  readonly room: number;
  /** How many may wait for it besides, so that it never waits for a claim. */
  readonly prefetch: number;
  /** Takes one message. Urgent ones go before all others and never wait for a connection of theirs. */
  submit(submission: Submission, options?: { isUrgent?: boolean }): void;
  /** Ends everything at once: what is under way is settled by its phase, what waits is given back. */
  close(): void;
  /**
   * What a call of the service says became of messages, for `takeEvidence`; null when the service did
   * not sign it, so that nothing in it counts. Only services that call have it.
   */
  parseWebhook?(request: WebhookRequest): Evidence[] | null;
}

/** Given back without having been tried: the provider cannot be used, or closes. */
export function untried(failed: unknown): Sent {
  return { phase: "before", reply: null, data: false, refused: false, failed };
}
