import { faultPage } from "@/app/(public)/_components/fault-page";
import { readUnsubscribeToken, SAMPLE_TOKEN, unsubscribeOneClick } from "@/server/consent";
import { asRecipient, errorResponse, readForm } from "@/server/http";
import { AppError, newId } from "@/server/kernel";

interface Params {
  params: Promise<{ token: string }>;
}

/**
 * RFC 8058, one-click unsubscribe: called by mailbox providers with neither cookie nor session nor
 * any particular user agent, so it is not under the Origin check; the signed link is the
 * permission, and it can only reduce. 200 after the commit; LINK_INVALID 404; UNSUB_BODY 400; a
 * lost database 503, so that the provider tries again.
 */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  try {
    const { token } = await params;
    const isSample = token === SAMPLE_TOKEN;
    const target = isSample ? null : readUnsubscribeToken(token);
    if (!target && !isSample) throw new AppError("LINK_INVALID");
    const form = await readForm(request);
    if (form?.get("List-Unsubscribe") !== "One-Click") throw new AppError("UNSUB_BODY");
    if (target) {
      const visit = { userAgent: request.headers.get("user-agent") };
      await asRecipient(target, (ctx) => unsubscribeOneClick(ctx, target, visit));
    }
    return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
  } catch (error) {
    return errorResponse(error, newId());
  }
}

/**
 * Mail programs that know RFC 2369 only open the address of the header in a browser. They are led
 * to the page, which shows and asks; nothing is changed here, and a bad link leads nowhere.
 */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { token } = await params;
  if (token !== SAMPLE_TOKEN && !readUnsubscribeToken(token)) return faultPage(request, "invalid");
  return new Response(null, {
    status: 303,
    headers: {
      location: `/unsubscribe/${token}`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  });
}
