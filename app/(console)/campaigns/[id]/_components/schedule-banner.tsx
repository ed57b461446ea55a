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
import { TimingNote } from "./timing-note";

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
    return (
      <Banner
        tone="info"
        className="mb-4"
        title={t.rich(campaign.timing.localTime ? "titleLocal" : "title", {
          moment: () => <DateTime at={sendAt} />,
        })}
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
        <TimingNote timing={campaign.timing} className="mb-1" />
        {t("text")}
      </Banner>
    );
  }
  if (!campaign.startError) return null;
  return (
    <Banner tone="bad" className="mb-4" title={t("failed")}>
      {errorText(campaign.startError, { name: "" })}
    </Banner>
  );
}
