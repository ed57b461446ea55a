import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { database } from "@/db/client";
import { AppError, clock, deriveKey, env, isId, logger, toAppError } from "../kernel";
import { signInWithLink } from "./links";
import { type OidcProfile, oidcProvider, signInWithOidc } from "./oidc";
import * as queries from "./queries";
import { SESSION_DAYS } from "./session";
import { type Origin, type SignedIn, signInWithPassword } from "./sign-in";

declare module "next-auth" {
  interface User {
    sessionId?: string;
  }
  interface Session {
    sessionId: string;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    sid?: string;
  }
}

/**
 * The network address of a request: the last hop of X-Forwarded-For, which our own proxy (or
 * Next itself, from the socket) wrote; earlier ones are the sender's own claim.
 */
export function networkAddress(forwarded: string | null | undefined): string | null {
  return forwarded?.split(",").at(-1)?.trim() || null;
}

function originOf(given: Record<string, unknown> | undefined): Origin {
  const text = (name: string) => (typeof given?.[name] === "string" ? String(given[name]) : null);
  return { userAgent: text("user-agent"), ip: networkAddress(text("x-forwarded-for")) };
}

/**
 * What the sign-in page is told about a failure: a code, with the seconds to wait where that
 * matters. Never the message of an unforeseen error: next-auth puts it into an address.
 */
async function told(work: () => Promise<SignedIn>): Promise<SignedIn> {
  try {
    return await work();
  } catch (error) {
    const coded = error instanceof AppError ? error : toAppError(error);
    if (coded.code === "INTERNAL") logger("auth").error({ err: error }, "sign-in failed");
    const seconds = coded.detail.params?.seconds;
    throw new Error(seconds === undefined ? coded.code : `${coded.code}:${seconds}`);
  }
}

function providers(): AuthOptions["providers"] {
  const oidc = oidcProvider();
  return [
    CredentialsProvider({
      id: "password",
      credentials: { email: {}, password: {} },
      authorize: (given, request) =>
        told(() =>
          signInWithPassword(
            { email: given?.email ?? "", password: given?.password ?? "" },
            originOf(request.headers),
          ),
        ),
    }),
    CredentialsProvider({
      id: "link",
      credentials: { token: {} },
      authorize: (given, request) =>
        told(() => signInWithLink(given?.token ?? "", originOf(request.headers))),
    }),
    ...(oidc ? [oidc] : []),
  ];
}

/**
 * next-auth with JWT cookies that carry nothing but a session id; every request looks the session
 * up (`session.ts`), so revoking it ends it at once. `userAgent` names the browser of a single
 * sign-on, whose callback is not shown the request.
 */
export function authOptions(userAgent: string | null = null): AuthOptions {
  const log = logger("auth");
  return {
    secret: deriveKey("next-auth").toString("hex"),
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 86_400 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: env().BASE_URL.startsWith("https://"),
    // Codes only: the details of a failed sign-in can hold addresses and tokens.
    logger: {
      error: (code) => {
        if (code !== "CALLBACK_CREDENTIALS_HANDLER_ERROR") log.warn({ code }, "next-auth");
      },
      warn: (code) => log.debug({ code }, "next-auth"),
      debug: () => undefined,
    },
    providers: providers(),
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== "oidc") return true;
        const signedIn = await signInWithOidc(profile as OidcProfile, userAgent);
        if (!signedIn) return "/sign-in?error=OIDC_UNKNOWN";
        user.sessionId = signedIn.sessionId;
        return true;
      },
      jwt: ({ token, user }) => {
        if (user?.sessionId) return { sid: user.sessionId };
        return token;
      },
      session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sid ?? "" }),
    },
    events: {
      signOut: async ({ token }) => {
        const sid = token?.sid;
        if (!sid || !isId(sid)) return;
        await database().inPlatform({}, (tx) => queries.endSession(tx, sid, clock.now()));
      },
    },
  };
}
