import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { errorResponse } from "@/server/http";
import { csvLine } from "@/server/imports";
import { AppError, isId } from "@/server/kernel";
import { getReport, type ReportWords, reportTable } from "@/server/reporting";
import { ReportPart } from "@/server/reporting/schemas";
import { createRequestContext, inConsole } from "@/server/trpc";

async function loadWords(): Promise<ReportWords> {
  const t = await getTranslations();
  const named = (key: string, name: string) => (t.has(key) ? t(key) : name);
  return {
    column: (name) => named(`reporting.columns.${name}`, name),
    metric: (key) => named(`reporting.metrics.${key}.name`, key),
    reason: (name) => named(`campaigns.report.reasons.${name}`, name),
    variant: (position) =>
      position === null
        ? t("reporting.noVariant")
        : t("reporting.variant", { letter: String.fromCharCode("A".charCodeAt(0) + position) }),
    total: t("reporting.total"),
  };
}

/** One table of a campaign's report as a file, in the reader's language. */
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
    const asked = new URL(request.url).searchParams.get("part") ?? "figures";
    const part = ReportPart.safeParse(asked);
    if (!isId(id) || !part.success) throw new AppError("NOT_FOUND");
    const report = await inConsole(context, "campaigns.read", (ctx) => getReport(ctx, { id }));
    const lines = reportTable(report, part.data, await loadWords()).map(csvLine);
    const name = report.name.replace(/[^\w.-]+/g, "-") || "campaign";
    // The mark tells spreadsheets that this is UTF-8.
    return new Response(`\ufeff${lines.join("")}`, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${name}-${part.data}.csv"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return errorResponse(error, context.requestId);
  }
}
