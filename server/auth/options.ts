import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { database } from "@/db/client";
import { clock, deriveKey, env, newId } from "../kernel";
import { verifyPassword } from "./password";
import * as queries from "./queries";
import { openSession, SESSION_DAYS } from "./session";

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

async function signInWithPassword(email: string, password: string, userAgent: string | null) {
  const now = clock.now();
  const user = await database().inPlatform({}, (tx) =>
    queries.findUserByEmail(tx, email.trim().toLowerCase().normalize("NFC")),
  );
  const matches = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || !matches) return null;
  const sessionId = await database().inPlatform({ userId: user.id }, (tx) =>
    openSession({ db: tx, now, requestId: newId() }, user, { method: "password", userAgent }),
  );
  return { id: user.id, sessionId };
}

/**
 * next-auth with JWT cookies that carry nothing but a session id; every request looks the session
 * up (`session.ts`), so revoking it ends it at once.
 */
export function authOptions(): AuthOptions {
  return {
    secret: deriveKey("next-auth").toString("hex"),
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 86_400 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: env().BASE_URL.startsWith("https://"),
    providers: [
      CredentialsProvider({
        id: "password",
        credentials: { email: {}, password: {} },
        authorize: (given, request) =>
          signInWithPassword(
            given?.email ?? "",
            given?.password ?? "",
            request.headers?.["user-agent"] ?? null,
          ),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        if (user?.sessionId) return { sid: user.sessionId };
        return token;
      },
      session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sid ?? "" }),
    },
  };
}
