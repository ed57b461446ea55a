import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { ServerScreen } from "./_components/server-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("senders.servers");
  return { title: t("title") };
}

export default async function MailServersPage() {
  const caller = await api();
  const list = await orNotFound(caller.mailServers.list());
  return <ServerScreen list={list} rules={await orNotFound(caller.mailServers.rules())} />;
}
