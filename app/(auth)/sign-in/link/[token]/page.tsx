import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { DeadLink } from "../../../_components/dead-link";
import { LinkButtonForm } from "./_components/link-button-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

/** Opened from a mail. Looking uses nothing up (mail scanners look too); the button does. */
export default async function LinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const isUsable = await (await api()).auth.isLinkUsable({ kind: "link", token });
  return isUsable ? <LinkButtonForm token={token} /> : <DeadLink purpose="link" />;
}
