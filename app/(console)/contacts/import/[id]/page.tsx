import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { ImportPage } from "../_components/import-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("title") };
}

export default async function OneImportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const found = await orNotFound(caller.imports.get({ id }));
  const mayImport = viewer.permissions.includes("contacts.import");
  const choices = mayImport ? await caller.imports.choices() : null;
  return <ImportPage initial={found} choices={choices} mayImport={mayImport} />;
}
