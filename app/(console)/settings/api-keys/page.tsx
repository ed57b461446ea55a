import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { env } from "@/server/kernel";
import { ApiKeyScreen } from "./_components/api-key-screen";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.apiKeys");
  return { title: t("title") };
}

export default async function ApiKeysPage() {
  const caller = await api();
  const keys = await orNotFound(caller.apiKeys.list());
  const { currency } = await orNotFound(caller.workspaces.get());
  const address = `${env().BASE_URL.replace(/\/+$/, "")}/api/v1/orders`;
  return <ApiKeyScreen keys={keys} shop={{ address, currency }} />;
}
