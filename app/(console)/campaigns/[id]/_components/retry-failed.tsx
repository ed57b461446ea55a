"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { NumberText } from "@/app/_ui/number";
import { toast } from "@/app/_ui/toast";
import { type DEAD_REASONS, REASONS } from "@/server/delivery/schemas";
import { useAfterChange } from "./use-after-change";

interface RetryFailedProps {
  /** Null: letters without a campaign. */
  campaignId: string | null;
  /** Which letters; without any, all failures of the campaign. */
  messageIds?: string[];
  /** Only what failed for one of these. */
  reasons?: (typeof DEAD_REASONS)[number][];
  count: number;
}

/** Has failed letters tried once more, after saying which and who is left out. */
export function RetryFailed({ campaignId, messageIds, reasons, count }: RetryFailedProps) {
  const t = useTranslations("campaigns.report.retry");
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const [isOpen, setOpen] = useState(false);
  const after = useAfterChange(campaignId);
  const input = { campaignId, messageIds, reasons };
  const failures = useQuery({
    ...trpc.campaigns.failures.queryOptions(input),
    enabled: isOpen,
  });
  const { mutateAsync } = useMutation(trpc.campaigns.retryFailed.mutationOptions());
  const retryable = failures.data?.retryable ?? 0;

  async function retry() {
    if (!failures.data) return;
    // Of what is tried again some may soon have failed once more: not that, only what is told here.
    const asked = { ...input, asOf: failures.data.asOf };
    try {
      let retried = 0;
      // Very many are queued in several calls.
      for (let isDone = false; !isDone; ) {
        const told = await mutateAsync(asked);
        retried += told.retried;
        isDone = told.retried === 0 || told.remaining === 0;
      }
      toast.success(t("done", { count: retried }));
    } catch (error) {
      toast.error(errorText(error));
      throw error;
    } finally {
      await after();
    }
  }

  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="small">
          <RotateCw aria-hidden />
          {messageIds ? t("one") : t("many", { count })}
        </Button>
      }
      title={t("title")}
      description={t("text")}
      confirmLabel={retryable > 0 ? t("confirm", { count: retryable }) : t("nothing")}
      isConfirmable={retryable > 0}
      onConfirm={retry}
    >
      {failures.error ? <Banner tone="bad">{errorText(failures.error)}</Banner> : null}
      {failures.isPending ? <p className="text-ink-muted">{t("loading")}</p> : null}
      {failures.data ? <Failures {...failures.data} /> : null}
    </AlertDialog>
  );
}

interface FailuresProps {
  reasons: readonly { reason: string; count: number }[];
  leftOut: number;
}

function Failures({ reasons, leftOut }: FailuresProps) {
  const t = useTranslations("campaigns.report.retry");
  const words = useTranslations("campaigns.report.reasons");
  return (
    <>
      <dl className="divide-y divide-line">
        {reasons.map(({ reason, count }) => {
          const known = REASONS.find((name) => name === reason);
          return (
            <div key={reason} className="flex justify-between gap-4 py-1">
              <dt>{known ? words(known) : t("unnamed")}</dt>
              <dd className="tabular font-medium">
                <NumberText value={count} />
              </dd>
            </div>
          );
        })}
      </dl>
      {leftOut > 0 ? (
        <p className="mt-2 text-ink-muted text-sm">{t("leftOut", { count: leftOut })}</p>
      ) : null}
    </>
  );
}
