import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { Undelivered } from "./_components/undelivered";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("campaigns.undelivered");
  return { title: t("title") };
}

export default async function UndeliveredPage() {
  const caller = await api();
  const counts = await orNotFound(caller.campaigns.deadCounts());
  return <Undelivered firstCounts={counts} />;
}
