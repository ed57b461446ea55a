import type { OAuthConfig } from "next-auth/providers/oauth";
import { database } from "@/db/client";
import { canonicalAddress, clock, env } from "../kernel";
import { acceptAllInvitations } from "./invitations";
import * as queries from "./queries";
import { type SignedIn, signIn } from "./sign-in";

/** Claims of an ID token that sign-in uses (OpenID Connect Core 1.0, § 5.1). */
export interface OidcProfile {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

/** The provider that the environment names, or null: nothing is offered half-configured. */
export function oidcProvider(): OAuthConfig<OidcProfile> | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = env();
  if (!issuer || !id || !secret) return null;
  return {
    id: "oidc",
    name: env().OIDC_NAME,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    issuer,
    clientId: id,
    clientSecret: secret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    profile: (claims) => ({ id: claims.sub }),
  };
}

/**
 * The person that a verified profile belongs to: by address, or made from an open invitation to
 * it. Null for everybody else: single sign-on proves who somebody is, not that they belong here.
 */
export async function signInWithOidc(
  profile: OidcProfile,
  userAgent: string | null,
): Promise<SignedIn | null> {
  if (profile.email_verified !== true || !profile.email) return null;
  const verdict = canonicalAddress(profile.email);
  if (!verdict.ok) return null;
  const email = verdict.address;
  const known = await database().inPlatform({}, (tx) => queries.findUserByEmail(tx, email));
  const user = known ?? (await acceptAllInvitations({ email, name: profile.name }, clock.now()));
  return user ? signIn(user, { method: "oidc", userAgent }) : null;
}
