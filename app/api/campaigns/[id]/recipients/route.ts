import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { exportRecipients, listRecipientsAfter } from "@/server/campaigns";
import { RecipientsFilter } from "@/server/delivery/schemas";
import { csvResponse, errorResponse } from "@/server/http";
import { AppError, isId } from "@/server/kernel";
import { createRequestContext, inConsole, type RequestContext } from "@/server/trpc";

type Asked = Parameters<typeof listRecipientsAfter>[1];
type Recipient = Awaited<ReturnType<typeof listRecipientsAfter>>["recipients"][number];

interface Words {
  head: string[];
  state: (name: Recipient["state"]) => string;
  reason: (name: string | null) => string;
  bounce: (name: string | null) => string;
  source: (name: string | null) => string;
}

async function loadWords(): Promise<Words> {
  const t = await getTranslations("campaigns.report");
  return {
    head: [
      t("file.email"),
      t("file.firstName"),
      t("file.lastName"),
      t("file.variant"),
      t("state"),
      t("why"),
      t("file.bounce"),
      t("file.answer"),
      t("file.settled"),
      t("file.attempts"),
      t("when"),
      t("file.next"),
    ],
    state: (name) => t(`states.${name}`),
    reason: (name) => (name && t.has(`reasons.${name}`) ? t(`reasons.${name}`) : (name ?? "")),
    source: (name) => (name && t.has(`knownBy.${name}`) ? t(`knownBy.${name}`) : ""),
    bounce: (name) => (name && t.has(`bounces.${name}`) ? t(`bounces.${name}`) : (name ?? "")),
  };
}

const lineOf = (one: Recipient, words: Words): string[] => [
  one.email ?? "",
  one.firstName ?? "",
  one.lastName ?? "",
  one.variant === null ? "" : String.fromCharCode("A".charCodeAt(0) + one.variant),
  words.state(one.state),
  words.reason(one.reason),
  words.bounce(one.bounce),
  one.remoteText ?? "",
  one.settledBecause ?? words.source(one.resolution),
  String(one.attempt),
  one.resultAt?.toISOString() ?? "",
  one.state === "queued" ? (one.notBefore?.toISOString() ?? "") : "",
];

/** Page by page, each in a transaction of its own: a million people need no memory and hold nothing up. */
async function* pagesOf(
  context: RequestContext,
  asked: Asked,
  words: Words,
): AsyncGenerator<string[][]> {
  yield [words.head];
  let cursor: string | undefined;
  do {
    const after: string | undefined = cursor;
    const page = await inConsole(context, "contacts.read", (ctx) =>
      listRecipientsAfter(ctx, { ...asked, cursor: after }),
    );
    yield page.recipients.map((one) => lineOf(one, words));
    cursor = page.cursor ?? undefined;
  } while (cursor);
}

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
    const name = await inConsole(context, "contacts.read", (ctx) => exportRecipients(ctx, asked));
    return csvResponse(`${name}-recipients`, pagesOf(context, asked, await loadWords()));
  } catch (error) {
    return errorResponse(error, context.requestId);
  }
}
