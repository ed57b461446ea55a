import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { ImportList } from "../import/_components/import-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("title") };
}

export default async function ImportsPage() {
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const first = await orNotFound(caller.imports.list({}));
  return <ImportList first={first} mayImport={viewer.permissions.includes("contacts.import")} />;
}
