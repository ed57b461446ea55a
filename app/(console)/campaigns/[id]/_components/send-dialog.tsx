"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { readCodedError, useCallErrorText, useErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { PercentText } from "@/app/_ui/number";
import { Skeleton } from "@/app/_ui/skeleton";
import { toast } from "@/app/_ui/toast";
import { LARGE_AUDIENCE } from "@/server/campaigns/schemas";
import { AudienceTable } from "./audience";
import type { Campaign, CampaignCheck } from "./campaign";
import { CheckList } from "./check-list";
import { HoursAhead } from "./hours-ahead";
import { firstStart, hoursOf, type Start, type StartErrors } from "./start";
import { StartChoice } from "./start-choice";
import type { LetterEditing } from "./use-letter";
import { variantName } from "./variant-bar";

interface SendDialogProps {
  campaign: Campaign;
  letter: LetterEditing;
}

/** The last look: what keeps the letter back, what should be better, whom it reaches, and when. */
export function SendDialog({ campaign, letter }: SendDialogProps) {
  const t = useTranslations("campaigns.send");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [start, setStart] = useState(() => firstStart(campaign.timeZone, campaign.timing));
  const { saving } = letter;
  const isSaved = saving.state === "saved";
  const sending = useSending(campaign.id, saving.revision, start);
  const check = useQuery({
    ...trpc.campaigns.check.queryOptions({ id: campaign.id, revision: saving.revision }),
    enabled: isOpen && isSaved,
    // What is about to be sent is looked at now, not a moment ago.
    staleTime: 0,
    gcTime: 0,
  });
  const reachable = check.data?.audience.reachable ?? 0;
  const isLarge = reachable >= LARGE_AUDIENCE;
  const isConfirmed = !isLarge || typed.replace(/\D/g, "") === String(reachable);
  const isReady = isSaved && check.data?.blockers.length === 0 && !check.isFetching;

  function changeOpen(open: boolean) {
    if (open) void saving.flush();
    setOpen(open);
    setTyped("");
    sending.reset();
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={changeOpen}
      trigger={<Button variant="primary">{t("open")}</Button>}
      title={t("title")}
      description={t(descriptionOf(start))}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button
            variant="primary"
            isLoading={sending.isPending}
            disabled={!isReady || !isConfirmed || sending.isSuccess}
            onClick={sending.go}
          >
            <ConfirmText isReady={isReady} isLater={start.kind !== "now"} count={reachable} />
          </Button>
        </>
      }
    >
      <SendBody
        isUnsaved={saving.state === "conflict" || saving.state === "failed"}
        failure={check.error}
        check={check.data}
        typing={isReady && isLarge ? { typed, onTyped: setTyped } : null}
      >
        <Shares variants={campaign.variants} />
        <StartChoice
          value={start}
          onValueChange={(changed) => {
            setStart(changed);
            // What was refused is not what stands there any more.
            sending.reset();
          }}
          timeZone={campaign.timeZone}
          errors={sending.errors}
        />
        <HoursAhead campaignId={campaign.id} start={start} timeZone={campaign.timeZone} />
      </SendBody>
      {sending.failure ? (
        <Banner tone="bad" isLive className="mt-4">
          {sending.failure}
        </Banner>
      ) : null}
    </Dialog>
  );
}

function descriptionOf({ kind, hasWindow }: Start) {
  if (kind !== "now") return "descriptionLater";
  return hasWindow ? "descriptionWindow" : "description";
}

/** What goes to which part of the audience, where there is more than one letter. */
function Shares({ variants }: { variants: Campaign["variants"] }) {
  const t = useTranslations("campaigns.variants");
  if (variants.length < 2) return null;
  const total = variants.reduce((sum, variant) => sum + variant.weight, 0);
  return (
    <ul aria-label={t("label")} className="mb-4 flex flex-wrap gap-x-4 gap-y-1">
      {variants.map(({ id, position, weight }) => (
        <li key={id}>
          {t("name", { name: variantName(position) })}{" "}
          <PercentText value={weight / total} digits={0} className="text-ink-muted" />
        </li>
      ))}
    </ul>
  );
}

interface ConfirmTextProps {
  isReady: boolean;
  isLater: boolean;
  count: number;
}

function ConfirmText({ isReady, isLater, count }: ConfirmTextProps) {
  const t = useTranslations("campaigns.send");
  if (isLater) return t("confirmLater");
  return isReady ? t("confirm", { count }) : t("confirmPlain");
}

/** Sends now or schedules, and sorts out what is said about the moment from what is said about all. */
function useSending(id: string, revision: number, start: Start) {
  const t = useTranslations("campaigns.send");
  const trpc = useTRPC();
  const router = useRouter();
  const errorText = useCallErrorText();
  const options = (done: string) => ({
    onSuccess: () => {
      toast.success(done);
      router.refresh();
    },
  });
  const send = useMutation({ ...trpc.campaigns.send.mutationOptions(), ...options(t("started")) });
  const schedule = useMutation({
    ...trpc.campaigns.schedule.mutationOptions(),
    ...options(t("scheduled")),
  });
  const active = start.kind === "now" ? send : schedule;
  const errors = useStartErrors(active.error);
  const isOfField = Object.keys(errors).length > 0;
  return {
    go: () => {
      const { start: clock, ...hours } = hoursOf(start);
      if (clock === "now") send.mutate({ id, revision, window: hours.window });
      else schedule.mutate({ id, revision, clock, ...hours });
    },
    reset: () => {
      send.reset();
      schedule.reset();
    },
    isPending: active.isPending,
    isSuccess: active.isSuccess,
    errors,
    failure: active.error && !isOfField ? errorText(active.error) : undefined,
  };
}

const START_FIELDS = ["day", "time", "from", "to", "days"] as const;

/** What a refused call says about the fields of the start. */
function useStartErrors(error: unknown): StartErrors {
  const errorText = useErrorText();
  if (!error) return {};
  const { code, field, params, faults } = readCodedError(error);
  const said = faults.length > 0 ? faults : [{ field: field ?? "", code }];
  const named = said.flatMap(({ field: path, code: own }) => {
    const name = START_FIELDS.find((one) => one === path.replace(/^window\./, ""));
    return name ? [[name, errorText(own, params)] as const] : [];
  });
  return Object.fromEntries(named);
}

interface SendBodyProps {
  isUnsaved: boolean;
  failure: unknown;
  check: CampaignCheck | undefined;
  /** Present when the number has to be typed before a large send. */
  typing: { typed: string; onTyped: (typed: string) => void } | null;
  /** When it starts. */
  children: ReactNode;
}

function SendBody({ isUnsaved, failure, check, typing, children }: SendBodyProps) {
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
      {children}
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
