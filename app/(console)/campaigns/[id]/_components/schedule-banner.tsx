"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText, useErrorText } from "@/app/_ui/error-text";
import { DateTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import type { Campaign } from "./campaign";
import { LocalTimeText, TimingNote } from "./timing-note";

/** When a campaign will start by itself, or why it did not. */
export function ScheduleBanner({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns.schedule");
  const trpc = useTRPC();
  const router = useRouter();
  const errorText = useErrorText();
  const callErrorText = useCallErrorText();
  const takeBack = useMutation({
    ...trpc.campaigns.unschedule.mutationOptions(),
    onSuccess: () => {
      toast.success(t("takenBack"));
      router.refresh();
    },
    onError: (error) => toast.error(callErrorText(error)),
  });
  if (campaign.state === "scheduled" && campaign.sendAt) {
    const { sendAt } = campaign;
    const { localTime } = campaign.timing;
    const moment = () => <DateTime at={sendAt} />;
    return (
      <Banner
        tone="info"
        className="mb-4"
        title={localTime ? <LocalTimeText {...localTime} /> : t.rich("title", { moment })}
        action={
          campaign.maySend ? (
            <Button
              size="small"
              isLoading={takeBack.isPending}
              onClick={() => takeBack.mutate({ id: campaign.id })}
            >
              {t("takeBack")}
            </Button>
          ) : null
        }
      >
        <TimingNote timing={campaign.timing} isTimeKnown className="mb-1" />
        {localTime ? <p className="mb-1">{t.rich("begin", { moment })}</p> : null}
        {t("text")}
      </Banner>
    );
  }
  if (!campaign.startError) return null;
  const hasGone = campaign.startError === "GONE_BEFORE_RESTORE";
  return (
    <Banner tone="bad" className="mb-4" title={t(hasGone ? "hasGone" : "failed")}>
      {errorText(campaign.startError, { name: "" })}
    </Banner>
  );
}
