import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { UserText } from "@/app/_ui/user-text";
import { DomainActions } from "../_components/domain-actions";
import { DomainState } from "../_components/domain-state";
import { KeySection } from "../_components/key-section";
import { RecordSection } from "../_components/record-section";
import { StandingBanner } from "../_components/standing-banner";
import { WarmUpSection } from "../_components/warm-up-section";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("senders.domains");
  return { title: t("one") };
}

export default async function SendingDomainPage({
  params,
}: {
  params: Promise<{ domainId: string }>;
}) {
  const [{ domainId }, caller, t] = await Promise.all([
    params,
    api(),
    getTranslations("senders.domains"),
  ]);
  const domain = await orNotFound(caller.sendingDomains.get({ id: domainId }));
  return (
    <>
      <PageHeader
        title={<UserText className="break-all">{domain.domain}</UserText>}
        breadcrumb={[{ label: t("title"), href: "/settings/sending/domains" }]}
        meta={<DomainState domain={domain} />}
        actions={<DomainActions domain={domain} />}
      />
      <StandingBanner domain={domain} />
      <RecordSection domain={domain} />
      <KeySection domain={domain} />
      <WarmUpSection domain={domain} />
    </>
  );
}
