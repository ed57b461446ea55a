import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { SendingHeader } from "../_components/sending-header";
import { LimitForm } from "./_components/limit-form";
import { LimitList } from "./_components/limit-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("senders.limits");
  return { title: t("title") };
}

export default async function LimitsPage() {
  const caller = await api();
  const limits = await orNotFound(caller.domainLimits.list());
  return (
    <>
      <SendingHeader part="limits" />
      <div className="flex max-w-2xl flex-col gap-8">
        <LimitForm limits={limits} />
        <LimitList limits={limits} />
      </div>
    </>
  );
}
