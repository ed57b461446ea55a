import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { csvResponse, errorResponse } from "@/server/http";
import { getImport, listFaults } from "@/server/imports";
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

async function* pagesOf(faults: AsyncGenerator<Fault[]>, words: Words): AsyncGenerator<string[][]> {
  yield [words.head];
  for await (const page of faults) {
    yield page.map(({ line, column, code, value }) => [
      String(line),
      column,
      code,
      words.sentence(code),
      value,
    ]);
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
    const name = `${found.fileName.replace(/\.[^.]*$/, "")}-errors`;
    return csvResponse(name, pagesOf(faultPages(context, id), await loadWords()));
  } catch (error) {
    return errorResponse(error, context.requestId);
  }
}
