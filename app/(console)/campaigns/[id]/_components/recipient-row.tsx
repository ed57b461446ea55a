"use client";

import { useNow, useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Status, type Tone } from "@/app/_ui/status";
import { Cell, TableRow } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { BOUNCES, EVIDENCE_SOURCES, type MessageState, REASONS } from "@/server/delivery/schemas";
import type { Recipient } from "./campaign";
import { RetryFailed } from "./retry-failed";
import { SettleDialog } from "./settle-dialog";

const TONES: Record<MessageState, Tone> = {
  queued: "neutral",
  claimed: "live",
  in_flight: "live",
  accepted: "ok",
  failed: "bad",
  unknown: "warn",
  skipped: "neutral",
  suppressed: "neutral",
  cancelled: "neutral",
};

/** What the person who looks may do with letters that are not where they should be. */
export interface Remedies {
  maySettle: boolean;
  mayRetry: boolean;
}

interface RecipientRowProps {
  one: Recipient;
  /** As of when the list was read. */
  asOf: Date;
  /** Null: no column for what can be done. */
  remedies: Remedies | null;
  /** In a list over several campaigns each says which it is of. */
  hasCampaign?: boolean;
}

/** A person, what became of their letter, why, and what can be done about it. */
export function RecipientRow({ one, asOf, remedies, hasCampaign = false }: RecipientRowProps) {
  const t = useTranslations("campaigns.report");
  const name = [one.firstName, one.lastName].filter(Boolean).join(" ");
  const letter = { campaignId: one.campaignId, messageIds: [one.messageId], count: 1 };
  return (
    <TableRow>
      <Cell>
        <TextLink href={`/contacts/${one.contactId}`}>
          <UserText>{name || one.email || one.contactId}</UserText>
        </TextLink>{" "}
        {name ? <UserText className="text-ink-muted">{one.email}</UserText> : null}
      </Cell>
      {hasCampaign ? (
        <Cell className="min-w-40">
          <Campaign one={one} />
        </Cell>
      ) : null}
      <Cell>
        <Status tone={TONES[one.state]}>{t(`states.${one.state}`)}</Status>
      </Cell>
      <Cell className="max-w-80">
        <Why one={one} />
      </Cell>
      <Cell className="whitespace-nowrap text-ink-muted">
        <When one={one} />
      </Cell>
      {remedies ? (
        <Cell className="whitespace-nowrap text-right">
          {one.state === "unknown" && remedies.maySettle ? (
            <SettleDialog
              {...letter}
              asOf={asOf}
              trigger={<Button size="small">{t("settle.one")}</Button>}
            />
          ) : null}
          {one.state === "failed" && remedies.mayRetry ? <RetryFailed {...letter} /> : null}
        </Cell>
      ) : null}
    </TableRow>
  );
}

function Campaign({ one }: { one: Recipient }) {
  const t = useTranslations("campaigns.undelivered");
  if (!one.campaignId) return t("single");
  return (
    <TextLink href={`/campaigns/${one.campaignId}`}>
      <UserText>{one.campaignName}</UserText>
    </TextLink>
  );
}

function Why({ one }: { one: Recipient }) {
  const t = useTranslations("campaigns.report");
  const { attempt, remoteText, settledBecause } = one;
  const reason = REASONS.find((name) => name === one.reason);
  // The kind says more than that it was refused.
  const bounce = reason === "rejected" && BOUNCES.find((name) => name === one.bounce);
  const source = EVIDENCE_SOURCES.find((name) => name === one.resolution);
  const cause = bounce ? t(`bounces.${bounce}`) : reason ? t(`reasons.${reason}`) : null;
  // Once is the rule; of what waits, once was not enough.
  const isRepeated = attempt > (one.state === "queued" ? 0 : 1);
  return (
    <>
      {cause}
      {settledBecause ? (
        <span className="block text-ink-muted text-xs">
          {t.rich("settledBecause", { reason: () => <UserText>{settledBecause}</UserText> })}
        </span>
      ) : null}
      {source ? (
        <span className="block text-ink-muted text-xs">{t(`knownBy.${source}`)}</span>
      ) : null}
      {remoteText && one.state !== "accepted" ? (
        <UserText className="block truncate text-ink-muted text-xs">{remoteText}</UserText>
      ) : null}
      {isRepeated ? (
        <span className="block text-ink-muted text-xs">{t("attempts", { count: attempt })}</span>
      ) : null}
    </>
  );
}

function When({ one }: { one: Recipient }) {
  const t = useTranslations("campaigns.report");
  const now = useNow();
  const { resultAt, notBefore } = one;
  if (resultAt) return <DateTime at={resultAt} />;
  if (one.state !== "queued" || !notBefore) return null;
  const time = () => <DateTime at={notBefore} />;
  if (one.attempt > 0) return t.rich("nextTry", { time });
  return notBefore > now ? t.rich("waitsUntil", { time }) : null;
}
