import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { Undelivered } from "./_components/undelivered";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("campaigns.undelivered");
  return { title: t("title") };
}

export default async function UndeliveredPage() {
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const counts = await orNotFound(caller.campaigns.deadCounts());
  const mayExport = viewer.permissions.includes("contacts.export");
  return <Undelivered firstCounts={counts} mayExport={mayExport} />;
}
