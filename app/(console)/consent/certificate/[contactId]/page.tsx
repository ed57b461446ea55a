import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { CertificateView } from "../../_components/certificate-view";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("consent.certificate");
  return { title: t("title") };
}

export default async function CertificatePage({
  params,
}: {
  params: Promise<{ contactId: string }>;
}) {
  const { contactId } = await params;
  const caller = await api();
  const certificate = await orNotFound(caller.consent.certificate({ contactId }));
  return <CertificateView certificate={certificate} />;
}
