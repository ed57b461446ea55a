import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { MailList } from "../_components/mail-list";
import { loadMailboxState, mailboxInput } from "../_components/mailbox-params";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mailbox");
  return { title: t("title") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function MailboxPage({ searchParams }: { searchParams: Query }) {
  const [viewer, caller, state] = await Promise.all([
    getViewer(),
    api(),
    loadMailboxState(searchParams),
  ]);
  const input = mailboxInput(state);
  const page = await orNotFound(caller.mailbox.list(input));
  return (
    <MailList
      first={{ input, page }}
      mayEmpty={viewer.permissions.includes("workspace.configure")}
    />
  );
}
