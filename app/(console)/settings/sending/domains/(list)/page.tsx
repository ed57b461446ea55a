import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { DomainScreen } from "../_components/domain-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("senders.domains");
  return { title: t("title") };
}

export default async function SendingDomainsPage() {
  const caller = await api();
  return <DomainScreen list={await orNotFound(caller.sendingDomains.list())} />;
}
