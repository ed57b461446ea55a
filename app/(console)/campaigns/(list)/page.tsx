import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { CampaignList } from "../_components/campaign-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("campaigns");
  return { title: t("title") };
}

type Query = Promise<Record<string, string | string[] | undefined>>;

export default async function CampaignsPage({ searchParams }: { searchParams: Query }) {
  const [viewer, caller, query] = await Promise.all([getViewer(), api(), searchParams]);
  const topics = await orNotFound(caller.campaigns.choices());
  return (
    <CampaignList
      topics={topics}
      brandId={viewer.brand?.id ?? null}
      mayWrite={viewer.permissions.includes("campaigns.write")}
      isNewOpen={query.new !== undefined}
    />
  );
}
