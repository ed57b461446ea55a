"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";
import type { CampaignState } from "@/server/campaigns/schemas";

interface SendControlsProps {
  campaignId: string;
  state: CampaignState;
}

/** Holds, continues or ends a send. */
export function SendControls({ campaignId, state }: SendControlsProps) {
  const t = useTranslations("campaigns.report");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const errorText = useCallErrorText();
  const after = async () => {
    await queries.invalidateQueries(trpc.campaigns.progress.queryFilter({ id: campaignId }));
    router.refresh();
  };
  const onError = async (error: unknown) => {
    toast.error(errorText(error));
    await after();
  };
  const pause = useMutation({
    ...trpc.campaigns.pause.mutationOptions(),
    onSuccess: after,
    onError,
  });
  const resume = useMutation({
    ...trpc.campaigns.resume.mutationOptions(),
    onSuccess: after,
    onError,
  });
  const cancel = useMutation({
    ...trpc.campaigns.cancel.mutationOptions(),
    onSuccess: async ({ gone, underWay }) => {
      if (gone === 0 && underWay > 0) toast.message(t("underWayOnly", { count: underWay }));
      else {
        const more = underWay > 0 ? { description: t("underWay", { count: underWay }) } : {};
        toast.message(t("cancelled", { count: gone }), more);
      }
      await after();
    },
    onError,
  });
  const input = { id: campaignId };
  const isRunning = state === "preparing" || state === "sending" || state === "paused";
  if (!isRunning) return null;

  return (
    <>
      <AlertDialog
        trigger={<Button>{t("cancel")}</Button>}
        title={t("cancelTitle")}
        description={t("cancelText")}
        confirmLabel={t("cancelConfirm")}
        isDangerous
        onConfirm={() => cancel.mutateAsync(input)}
      />
      {state === "sending" ? (
        <Button isLoading={pause.isPending} onClick={() => pause.mutate(input)}>
          <Pause aria-hidden />
          {t("pause")}
        </Button>
      ) : null}
      {state === "paused" ? (
        <Button variant="primary" isLoading={resume.isPending} onClick={() => resume.mutate(input)}>
          <Play aria-hidden />
          {t("resume")}
        </Button>
      ) : null}
    </>
  );
}
