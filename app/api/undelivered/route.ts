import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { linesOf, loadColumns, type Recipient } from "@/app/api/_files/recipients";
import { exportDead, listDeadAfter } from "@/server/campaigns";
import { DeadFilter } from "@/server/delivery/schemas";
import { csvResponse, errorResponse } from "@/server/http";
import { AppError } from "@/server/kernel";
import { createRequestContext, inConsole } from "@/server/trpc";

/** Everything that nobody got, or perhaps, over all campaigns and single messages, as a file. */
export async function GET(request: Request): Promise<Response> {
  const jar = await cookies();
  const context = createRequestContext({
    header: (name) => request.headers.get(name),
    cookie: (name) => jar.get(name)?.value,
  });
  try {
    const { campaignId, ...named } = Object.fromEntries(new URL(request.url).searchParams);
    const { success, data: asked } = DeadFilter.safeParse({
      ...named,
      campaignId: campaignId === "none" ? null : campaignId,
    });
    if (!success) throw new AppError("NOT_FOUND");
    await inConsole(context, "contacts.export", (ctx) => exportDead(ctx, asked));
    const t = await getTranslations("campaigns.undelivered");
    const campaign = {
      head: t("campaign"),
      value: ({ campaignName }: Recipient) => campaignName ?? t("single"),
    };
    const columns = [campaign, ...(await loadColumns())];
    const lines = linesOf(context, columns, (ctx, cursor) =>
      listDeadAfter(ctx, { ...asked, cursor }),
    );
    return csvResponse(t("file"), lines);
  } catch (error) {
    return errorResponse(error, context.requestId);
  }
}
