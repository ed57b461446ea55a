import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { Banner } from "@/app/_ui/banner";
import { Card } from "../_components/card";
import { SetupWizard } from "./_components/setup-wizard";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.setup");
  return { title: t("title") };
}

/** First run: only while there is nobody, and only from this machine. */
export default async function SetupPage() {
  const state = await (await api()).setup.state();
  if (!state.isNeeded) redirect("/sign-in");
  if (!state.isRefused) return <SetupWizard />;
  const [t, errors] = await Promise.all([getTranslations("auth.setup"), getTranslations("errors")]);
  return (
    <Card title={t("refusedTitle")}>
      <Banner tone="warn">{errors("SETUP_REMOTE_REFUSED")}</Banner>
    </Card>
  );
}
