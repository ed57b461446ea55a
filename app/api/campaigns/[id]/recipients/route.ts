import { cookies } from "next/headers";
import { linesOf, loadColumns } from "@/app/api/_files/recipients";
import { exportRecipients, listRecipientsAfter } from "@/server/campaigns";
import { RecipientsFilter } from "@/server/delivery/schemas";
import { csvResponse, errorResponse } from "@/server/http";
import { AppError, isId } from "@/server/kernel";
import { createRequestContext, inConsole } from "@/server/trpc";

/** Who a campaign was made for, with what became of their letter and why, as a file. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const [{ id }, jar] = await Promise.all([params, cookies()]);
  const context = createRequestContext({
    header: (name) => request.headers.get(name),
    cookie: (name) => jar.get(name)?.value,
  });
  try {
    const named = Object.fromEntries(new URL(request.url).searchParams);
    const { success, data: asked } = RecipientsFilter.safeParse({ ...named, campaignId: id });
    if (!isId(id) || !success) throw new AppError("NOT_FOUND");
    const name = await inConsole(context, "contacts.export", (ctx) => exportRecipients(ctx, asked));
    const lines = linesOf(context, await loadColumns(), (ctx, cursor) =>
      listRecipientsAfter(ctx, { ...asked, cursor }),
    );
    return csvResponse(`${name}-recipients`, lines);
  } catch (error) {
    return errorResponse(error, context.requestId);
  }
}
