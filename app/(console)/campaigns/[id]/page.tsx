import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { Editor } from "./_components/editor";
import { Report } from "./_components/report";

type Params = Promise<{ id: string }>;
type Query = Promise<Record<string, string | string[] | undefined>>;

/** The variant an address names; anything else means the first. */
const Asked = z.object({ variant: z.uuid().optional().catch(undefined) });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("campaigns");
  return { title: t("one") };
}

export default async function CampaignPage(props: { params: Params; searchParams: Query }) {
  const { id } = await props.params;
  const { variant: variantId } = Asked.parse(await props.searchParams);
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  const campaign = await orNotFound(caller.campaigns.get({ id, variantId }));
  if (campaign.state === "draft" || campaign.state === "scheduled") {
    return (
      <Editor
        key={campaign.variantId}
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
      mayExport={viewer.permissions.includes("contacts.export")}
    />
  );
}
