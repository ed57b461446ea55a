import { type NextRequest, NextResponse } from "next/server";
import { contentPolicy } from "@/server/http/content-policy";

/**
 * Gives every page its content security policy. Nothing is authorised here: procedures and pages
 * do that, because this file can be bypassed by a wrong matcher and they cannot.
 */
export function proxy(request: NextRequest): NextResponse {
  const { nonce, policy } = contentPolicy();
  const headers = new Headers(request.headers);
  // Next puts the nonce of this request header onto its own scripts; the layout onto the theme's.
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // Pages only. Route handlers that answer with HTML (public pages, a mail's frame) carry a stricter
  // policy of their own, and two policies would add up.
  matcher: ["/((?!api|_next|media|t/|unsubscribe|mailbox/[^/]+/html|icon\\.svg|favicon\\.ico).*)"],
};
