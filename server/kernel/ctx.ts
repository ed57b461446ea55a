import type { Tx } from "@/db";
import { AppError } from "./errors";

/**
 * Who acts. `contact` is a recipient who followed a signed link; `operator` is whoever runs
 * `npm run admin` on the server; `system` is the worker.
 */
export type Actor =
  | { kind: "user"; id: string; sessionId: string }
  | { kind: "api_key"; id: string }
  | { kind: "contact"; id: string }
  | { kind: "operator"; id: null }
  | { kind: "system"; id: null };

/** What every verb gets first: the workspace, who acts, the open transaction and the moment. */
export interface Ctx {
  readonly workspaceId: string;
  readonly actor: Actor;
  /** The transaction of this request, already bound to the workspace (row level security). */
  readonly db: Tx;
  readonly now: Date;
  readonly requestId: string;
}

/** The person who makes a change that is kept under somebody's name; FORBIDDEN for anybody else. */
export function authorOf(ctx: Pick<Ctx, "actor">): string {
  if (ctx.actor.kind !== "user") throw new AppError("FORBIDDEN");
  return ctx.actor.id;
}

/** Ctx of a verb that runs before or above a workspace: sign-in, first run, invitations. */
export interface PlatformCtx {
  readonly db: Tx;
  readonly now: Date;
  readonly requestId: string;
}
