"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { readCodedError, useErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Status, type Tone } from "@/app/_ui/status";
import { Textarea } from "@/app/_ui/textarea";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { Campaign } from "./campaign";
import { PersonChoice, type PreviewPerson } from "./person-choice";
import type { LetterEditing } from "./use-letter";

interface TestSendProps {
  campaign: Campaign;
  letter: LetterEditing;
  ownEmail: string;
}

const TONES: Record<string, Tone> = {
  queued: "neutral",
  sending: "live",
  accepted: "ok",
  failed: "bad",
  unknown: "warn",
};

const KNOWN = ["queued", "sending", "accepted", "failed", "unknown"] as const;

/** Sends the letter to colleagues and shows how each one went. */
export function TestSend({ campaign, letter, ownEmail }: TestSendProps) {
  const t = useTranslations("campaigns.editor.test");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState(ownEmail);
  const [person, setPerson] = useState<PreviewPerson | null>(null);
  const addresses = typed.split(/[\s,;]+/).filter(Boolean);
  const send = useMutation({
    ...trpc.campaigns.testSend.mutationOptions(),
    onSuccess: () => queries.invalidateQueries(trpc.campaigns.testSends.queryFilter()),
  });
  const fault = send.error ? readCodedError(send.error) : null;
  const at = fault?.field?.startsWith("addresses.") ? Number(fault.field.split(".")[1]) : null;
  const sentence = fault ? errorText(fault.code, fault.params) : null;

  function submit() {
    const { revision } = letter.saving;
    const { id, variantId } = campaign;
    send.mutate({ id, variantId, revision, addresses, contactId: person?.id ?? null });
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        if (open) void letter.saving.flush();
        setOpen(open);
        send.reset();
      }}
      trigger={<Button>{t("open")}</Button>}
      title={t("title")}
      description={t("description")}
      footer={
        <Button
          variant="primary"
          isLoading={send.isPending}
          disabled={addresses.length === 0 || letter.saving.state !== "saved"}
          onClick={submit}
        >
          <Send aria-hidden />
          {t("send", { count: addresses.length })}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label={t("addresses")}
          hint={t("addressesHint")}
          error={
            at !== null ? (
              <>
                <UserText>{addresses[at] ?? ""}</UserText>: {sentence}
              </>
            ) : undefined
          }
        >
          <Textarea
            value={typed}
            rows={2}
            translate="no"
            spellCheck={false}
            onChange={(event) => {
              setTyped(event.target.value);
              send.reset();
            }}
          />
        </Field>
        <div className="flex flex-col gap-1.5">
          <span className="font-medium text-sm">{t("as")}</span>
          <PersonChoice campaignId={campaign.id} person={person} onPerson={setPerson} />
        </div>
        {fault && at === null ? (
          <Banner tone="bad" isLive>
            {sentence}
          </Banner>
        ) : null}
        {isOpen ? <TestResults campaignId={campaign.id} /> : null}
      </div>
    </Dialog>
  );
}

function TestResults({ campaignId }: { campaignId: string }) {
  const t = useTranslations("campaigns.editor.test");
  const trpc = useTRPC();
  const sent = useQuery({
    ...trpc.campaigns.testSends.queryOptions({ id: campaignId }),
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.state === "queued" || one.state === "sending") ? 1_000 : false,
  });
  if (!sent.data?.length) return null;
  return (
    <section aria-label={t("results")} aria-live="polite">
      <h3 className="mb-1 font-medium text-sm">{t("results")}</h3>
      <ul className="divide-y divide-line">
        {sent.data.map((one) => {
          const state = KNOWN.find((name) => name === one.state) ?? "unknown";
          return (
            <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <UserText className="min-w-0 flex-1 truncate">{one.address}</UserText>
              <RelativeTime at={one.createdAt} className="text-ink-muted text-xs" />
              <Status tone={TONES[state] ?? "neutral"}>{t(`states.${state}`)}</Status>
              {one.remoteText && state !== "accepted" ? (
                <UserText className="w-full text-ink-muted text-xs">{one.remoteText}</UserText>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
