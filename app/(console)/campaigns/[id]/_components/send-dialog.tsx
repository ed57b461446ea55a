"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Skeleton } from "@/app/_ui/skeleton";
import { toast } from "@/app/_ui/toast";
import { LARGE_AUDIENCE } from "@/server/campaigns/schemas";
import { AudienceTable } from "./audience";
import type { Campaign, CampaignCheck } from "./campaign";
import { CheckList } from "./check-list";
import type { LetterEditing } from "./use-letter";

interface SendDialogProps {
  campaign: Campaign;
  letter: LetterEditing;
}

/** The last look: what keeps the letter back, what should be better, whom it reaches. */
export function SendDialog({ campaign, letter }: SendDialogProps) {
  const t = useTranslations("campaigns.send");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const errorText = useCallErrorText();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { saving } = letter;
  const isSaved = saving.state === "saved";
  const check = useQuery({
    ...trpc.campaigns.check.queryOptions({ id: campaign.id, revision: saving.revision }),
    enabled: isOpen && isSaved,
    // What is about to be sent is looked at now, not a moment ago.
    staleTime: 0,
    gcTime: 0,
  });
  const send = useMutation({
    ...trpc.campaigns.send.mutationOptions(),
    onSuccess: () => {
      toast.success(t("started"));
      router.refresh();
    },
  });
  const reachable = check.data?.audience.reachable ?? 0;
  const isLarge = reachable >= LARGE_AUDIENCE;
  const isConfirmed = !isLarge || typed.replace(/\D/g, "") === String(reachable);
  const isReady = isSaved && check.data?.blockers.length === 0 && !check.isFetching;

  function changeOpen(open: boolean) {
    if (open) void saving.flush();
    setOpen(open);
    setTyped("");
    send.reset();
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={changeOpen}
      trigger={<Button variant="primary">{t("open")}</Button>}
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button
            variant="primary"
            isLoading={send.isPending}
            disabled={!isReady || !isConfirmed || send.isSuccess}
            onClick={() => send.mutate({ id: campaign.id, revision: saving.revision })}
          >
            {isReady ? t("confirm", { count: reachable }) : t("confirmPlain")}
          </Button>
        </>
      }
    >
      <SendBody
        isUnsaved={saving.state === "conflict" || saving.state === "failed"}
        failure={check.error}
        check={check.data}
        typing={isReady && isLarge ? { typed, onTyped: setTyped } : null}
      />
      {send.error ? (
        <Banner tone="bad" isLive className="mt-4">
          {errorText(send.error)}
        </Banner>
      ) : null}
    </Dialog>
  );
}

interface SendBodyProps {
  isUnsaved: boolean;
  failure: unknown;
  check: CampaignCheck | undefined;
  /** Present when the number has to be typed before a large send. */
  typing: { typed: string; onTyped: (typed: string) => void } | null;
}

function SendBody({ isUnsaved, failure, check, typing }: SendBodyProps) {
  const t = useTranslations("campaigns.send");
  const format = useFormatter();
  const errorText = useCallErrorText();
  if (isUnsaved) return <Banner tone="warn">{t("unsaved")}</Banner>;
  if (failure) return <Banner tone="bad">{errorText(failure)}</Banner>;
  if (!check) return <Skeleton className="h-48 w-full" />;
  const number = () => (
    <span translate="no" className="font-semibold">
      {format.number(check.audience.reachable)}
    </span>
  );
  return (
    <div className="flex flex-col gap-4">
      <CheckList check={check} />
      <AudienceTable counts={check.audience} />
      {typing ? (
        <Field label={t.rich("typeNumber", { number })}>
          <Input
            value={typing.typed}
            onValueChange={typing.onTyped}
            inputMode="numeric"
            autoComplete="off"
          />
        </Field>
      ) : null}
    </div>
  );
}
