import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { MailLinkForm } from "./_components/mail-link-form";

interface Props {
  params: Promise<{ purpose: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("auth.mail");
  return { title: (await params).purpose === "reset" ? t("resetTitle") : t("linkTitle") };
}

/** Asks for a mailed link: to sign in once, or to choose a new password. */
export default async function MailPage({ params }: Props) {
  const { purpose } = await params;
  if (purpose !== "link" && purpose !== "reset") notFound();
  return <MailLinkForm purpose={purpose} />;
}
