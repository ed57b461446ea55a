"use client";

import { useMutation } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { NumberText } from "@/app/_ui/number";
import { Section } from "@/app/_ui/section";
import type { Domain } from "../../_components/types";
import { useChange } from "../../_components/use-change";
import { WarmUpDialog } from "./warm-up-dialog";

/** How fast a new domain is made known to mailbox providers; without a plan there is no limit. */
export function WarmUpSection({ domain }: { domain: Domain }) {
  const t = useTranslations("senders.warmUp");
  const [isOpen, setOpen] = useState(false);
  const { warmUp } = domain;
  return (
    <Section
      title={t("title")}
      description={t("description")}
      actions={
        <>
          {warmUp ? <EndButton domain={domain} /> : null}
          <Button onClick={() => setOpen(true)}>{t(warmUp ? "change" : "plan")}</Button>
        </>
      }
    >
      {warmUp ? <Today domain={domain} /> : <p className="text-ink-muted">{t("none")}</p>}
      <WarmUpDialog domain={domain} isOpen={isOpen} onOpenChange={setOpen} />
    </Section>
  );
}

/** Takes the plan away; undone by planning again with what it was. */
function EndButton({ domain: { id } }: { domain: Domain }) {
  const t = useTranslations("senders.warmUp");
  const trpc = useTRPC();
  const end = useMutation(trpc.sendingDomains.setWarmUp.mutationOptions(useChange(t("ended"))));
  return (
    <Button isLoading={end.isPending} onClick={() => end.mutate({ id, plan: null })}>
      {t("end")}
    </Button>
  );
}

function Today({ domain }: { domain: Domain }) {
  const t = useTranslations("senders.warmUp");
  const format = useFormatter();
  const { limit, sent, finishedOn } = domain.today;
  const day = finishedOn
    ? format.dateTime(new Date(`${finishedOn}T12:00:00Z`), { dateStyle: "medium", timeZone: "UTC" })
    : "";
  const number = (value: number) => () => <NumberText value={value} className="font-medium" />;
  return (
    <p className="rounded-md border bg-surface px-4 py-3">
      {limit === null
        ? t.rich("over", { day: () => <span translate="no">{day}</span> })
        : t.rich("today", {
            sent: number(sent),
            limit: number(limit),
            day: () => <span translate="no">{day}</span>,
          })}
    </p>
  );
}
