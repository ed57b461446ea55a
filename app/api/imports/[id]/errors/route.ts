import { Readable } from "node:stream";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { errorResponse } from "@/server/http";
import { csvLine, getImport, listFaults } from "@/server/imports";
import { AppError, isId } from "@/server/kernel";
import { createRequestContext, inConsole, type RequestContext } from "@/server/trpc";

type Fault = Awaited<ReturnType<typeof listFaults>>[number];

/** The faults of an import, page by page, so that a million of them need no memory. */
async function* faultPages(context: RequestContext, id: string): AsyncGenerator<Fault[]> {
  let last: Fault | null = null;
  do {
    const after: Fault | null = last;
    const page: Fault[] = await inConsole(context, "contacts.import", (ctx) =>
      listFaults(ctx, id, after),
    );
    yield page;
    last = page.at(-1) ?? null;
  } while (last);
}

interface Words {
  head: string[];
  sentence: (code: string) => string;
}

async function* fileOf(pages: AsyncGenerator<Fault[]>, words: Words): AsyncGenerator<Buffer> {
  // The mark tells spreadsheets that this is UTF-8.
  yield Buffer.from(`\ufeff${csvLine(words.head)}`);
  for await (const page of pages) {
    const lines = page.map(({ line, column, code, value }) =>
      csvLine([String(line), column, code, words.sentence(code), value]),
    );
    yield Buffer.from(lines.join(""));
  }
}

async function loadWords(): Promise<Words> {
  const t = await getTranslations("imports.errorFile");
  const errors = await getTranslations("errors");
  return {
    head: [t("line"), t("column"), t("code"), t("message"), t("value")],
    sentence: (code) => (errors.has(code) ? errors(code) : code),
  };
}

/** The error file of an import: line, column, code, sentence and value of every fault. */
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
    if (!isId(id)) throw new AppError("NOT_FOUND");
    const found = await inConsole(context, "contacts.import", (ctx) => getImport(ctx, id));
    const name = `${found.fileName.replace(/\.[^.]*$/, "").replace(/[^\w.-]+/g, "-") || "import"}-errors.csv`;
    const file = fileOf(faultPages(context, id), await loadWords());
    const body = Readable.toWeb(Readable.from(file, { objectMode: false })) as ReadableStream;
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return errorResponse(error, context.requestId);
  }
}
