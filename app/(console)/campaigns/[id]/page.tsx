import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { Editor } from "./_components/editor";
import { Report } from "./_components/report";

type Params = Promise<{ id: string }>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("campaigns");
  return { title: t("one") };
}

export default async function CampaignPage({ params }: { params: Params }) {
  const { id } = await params;
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const campaign = await orNotFound(caller.campaigns.get({ id }));
  if (campaign.state === "draft" || campaign.state === "scheduled") {
    return (
      <Editor
        key={campaign.id}
        campaign={campaign}
        mayEdit={viewer.permissions.includes("campaigns.write")}
        ownEmail={viewer.user.email}
      />
    );
  }
  return (
    <Report
      key={campaign.id}
      campaign={campaign}
      mayWrite={viewer.permissions.includes("campaigns.write")}
    />
  );
}
