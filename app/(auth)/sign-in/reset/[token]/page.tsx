import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { DeadLink } from "../../../_components/dead-link";
import { ResetForm } from "./_components/reset-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.reset");
  return { title: t("title") };
}

/** Opened from a mail: choose a new password. */
export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const isUsable = await (await api()).auth.isLinkUsable({ kind: "reset", token });
  return isUsable ? <ResetForm token={token} /> : <DeadLink purpose="reset" />;
}
