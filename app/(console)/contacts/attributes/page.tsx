import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { AttributeScreen } from "./_components/attribute-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("contacts.attributes");
  return { title: t("title") };
}

export default async function AttributesPage() {
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const attributes = await orNotFound(caller.contacts.attributes());
  return (
    <AttributeScreen first={attributes} mayWrite={viewer.permissions.includes("contacts.write")} />
  );
}
