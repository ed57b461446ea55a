import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { csvResponse, errorResponse } from "@/server/http";
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

async function* inOneGo(lines: string[][]): AsyncGenerator<string[][]> {
  yield lines;
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
    const table = reportTable(report, part.data, await loadWords());
    return csvResponse(`${report.name}-${part.data}`, inOneGo(table));
  } catch (error) {
    return errorResponse(error, context.requestId);
  }
}
