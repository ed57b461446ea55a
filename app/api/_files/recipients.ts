import { getTranslations } from "next-intl/server";
import type { listRecipientsAfter } from "@/server/campaigns";
import { inConsole, type RequestContext } from "@/server/trpc";

/** Somebody a letter was made for, as a page of an export has them. */
export type Recipient = Awaited<ReturnType<typeof listRecipientsAfter>>["recipients"][number];

interface Column {
  head: string;
  value: (one: Recipient) => string | null;
}

const letterOf = (position: number) => String.fromCharCode("A".charCodeAt(0) + position);

/** What a file about recipients tells of each, in the reader's language. */
export async function loadColumns(): Promise<Column[]> {
  const t = await getTranslations("campaigns.report");
  const named = (group: "reasons" | "bounces", name: string | null) =>
    name && t.has(`${group}.${name}`) ? t(`${group}.${name}`) : name;
  const source = (name: string | null) =>
    name && t.has(`knownBy.${name}`) ? t(`knownBy.${name}`) : null;
  return [
    { head: t("file.email"), value: (one) => one.email },
    { head: t("file.firstName"), value: (one) => one.firstName },
    { head: t("file.lastName"), value: (one) => one.lastName },
    {
      head: t("file.variant"),
      value: ({ variant }) => (variant === null ? null : letterOf(variant)),
    },
    { head: t("state"), value: (one) => t(`states.${one.state}`) },
    { head: t("why"), value: (one) => named("reasons", one.reason) },
    { head: t("file.bounce"), value: (one) => named("bounces", one.bounce) },
    { head: t("file.answer"), value: (one) => one.remoteText },
    { head: t("file.settled"), value: (one) => one.settledBecause ?? source(one.resolution) },
    { head: t("file.attempts"), value: (one) => String(one.attempt) },
    { head: t("when"), value: (one) => one.resultAt?.toISOString() ?? null },
    {
      head: t("file.next"),
      value: (one) => (one.state === "queued" ? (one.notBefore?.toISOString() ?? null) : null),
    },
  ];
}

/** Page by page, each in a transaction of its own: a million people need no memory and hold nothing up. */
export async function* linesOf(
  context: RequestContext,
  columns: readonly Column[],
  next: (
    ctx: Parameters<typeof listRecipientsAfter>[0],
    cursor: string | undefined,
  ) => ReturnType<typeof listRecipientsAfter>,
): AsyncGenerator<string[][]> {
  yield [columns.map(({ head }) => head)];
  let cursor: string | undefined;
  do {
    const after: string | undefined = cursor;
    const page = await inConsole(context, "contacts.export", (ctx) => next(ctx, after));
    yield page.recipients.map((one) => columns.map(({ value }) => value(one) ?? ""));
    cursor = page.cursor ?? undefined;
  } while (cursor);
}
