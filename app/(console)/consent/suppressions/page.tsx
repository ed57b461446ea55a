import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { SuppressionsView } from "../_components/suppressions-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("consent.suppressions");
  return { title: t("title") };
}

export default async function SuppressionsPage() {
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const first = await orNotFound(caller.consent.suppressions({ cursor: null }));
  return (
    <SuppressionsView first={first} maySuppress={viewer.permissions.includes("contacts.write")} />
  );
}
