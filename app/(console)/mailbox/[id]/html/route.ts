import { api } from "@/app/_trpc/server";
import { errorResponse } from "@/server/http";
import { env, newId } from "@/server/kernel";

/**
 * A kept mail's HTML for the sandboxed frame. `sandbox` in the policy holds also when somebody
 * opens the address by itself: no script, no form, no origin. Images may come from this site only,
 * so that looking at a mail tells nobody anything.
 */
export async function GET(_request: Request, context: { params: Promise<{ id: string }> }) {
  try {
    const { id } = await context.params;
    const html = await (await api()).mailbox.html({ id });
    const own = new URL(env().BASE_URL).origin;
    return new Response(html, {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": `sandbox; default-src 'none'; img-src 'self' ${own} data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    return errorResponse(error, newId());
  }
}
