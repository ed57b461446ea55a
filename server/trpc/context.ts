import { getServerSession } from "next-auth";
import {
  authOptions,
  findMember,
  findUser,
  listWorkspaces,
  type Member,
  networkAddress,
  type SessionUser,
} from "../auth";
import { clock, isId, newId } from "../kernel";

export const WORKSPACE_COOKIE = "kairos.workspace";
export const BRAND_COOKIE = "kairos.brand";
export const WORKSPACE_HEADER = "x-kairos-workspace";

/** What a request brings before any procedure ran. Identity is resolved once, on first use. */
export interface RequestContext {
  requestId: string;
  now: Date;
  userAgent: string | null;
  /** Network address, for rate limits. */
  ip: string | null;
  /** Workspace asked for: by header (a page's own), else by cookie. Not yet validated. */
  wantedWorkspace: string | null;
  user(): Promise<SessionUser | null>;
  member(): Promise<Member | null>;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * Builds the context of a console request. `session` may be injected (tests); otherwise the
 * next-auth cookie decides. An id in the header that is not one of the person's workspaces gives
 * no member at all; a stale cookie falls back to their first workspace.
 */
export function createRequestContext(given: {
  header: (name: string) => string | null;
  cookie: (name: string) => string | undefined;
  sessionId?: () => Promise<string | null>;
}): RequestContext {
  const fromHeader = given.header(WORKSPACE_HEADER);
  const fromCookie = given.cookie(WORKSPACE_COOKIE) ?? null;
  const sessionId =
    given.sessionId ?? (async () => (await getServerSession(authOptions()))?.sessionId ?? null);
  const user = once(async () => {
    const id = await sessionId();
    return id && isId(id) ? findUser(id) : null;
  });
  const member = once(async () => {
    const person = await user();
    if (!person) return null;
    if (fromHeader) return isId(fromHeader) ? findMember(person, fromHeader) : null;
    const own = await listWorkspaces(person.id);
    const chosen = own.find((m) => m.workspaceId === fromCookie) ?? own[0];
    return chosen ? findMember(person, chosen.workspaceId) : null;
  });
  return {
    requestId: newId(),
    now: clock.now(),
    userAgent: given.header("user-agent"),
    ip: networkAddress(given.header("x-forwarded-for")),
    wantedWorkspace: fromHeader ?? fromCookie,
    user,
    member,
  };
}
