"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { buttonStyle } from "@/app/_ui/button-style";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Pagination } from "@/app/_ui/pagination";
import { Select } from "@/app/_ui/select";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { Status, type Tone } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { MESSAGE_STATES, type MessageState, REASONS } from "@/server/delivery/schemas";
import type { CampaignProgress } from "./campaign";

interface RecipientsProps {
  campaignId: string;
  states: CampaignProgress["states"] | null;
  /** Mail is still leaving: the page on screen is read again now and then. */
  isLive: boolean;
}

const LIVE_MS = 5_000;

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

/** Everybody the campaign was made for, with what became of their letter and why. */
export function Recipients({ campaignId, states, isLive }: RecipientsProps) {
  const t = useTranslations("campaigns.report");
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const [state, setState] = useState<MessageState | "all">("all");
  const [path, setPath] = useState<string[]>([]);
  const page = useQuery({
    ...trpc.campaigns.recipients.queryOptions({
      campaignId,
      state: state === "all" ? undefined : state,
      cursor: path.at(-1),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? LIVE_MS : false,
  });
  const options = [
    { value: "all" as const, label: t("all") },
    ...MESSAGE_STATES.filter((name) => !states || states[name] > 0 || name === state).map(
      (name) => ({ value: name, label: t(`states.${name}`) }),
    ),
  ];
  const next = page.data?.cursor;

  return (
    <div className="min-w-0">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <Select
          aria-label={t("filter")}
          options={options}
          value={state}
          onValueChange={(value) => {
            setState(value);
            setPath([]);
          }}
          className="w-52"
        />
        <a
          href={`/api/campaigns/${campaignId}/recipients${state === "all" ? "" : `?state=${state}`}`}
          download
          className={buttonStyle("secondary", "small")}
        >
          <Download aria-hidden />
          {t("file.export")}
        </a>
      </div>
      {page.error ? <Banner tone="bad">{errorText(page.error)}</Banner> : null}
      {page.data?.recipients.length === 0 ? (
        <p className="py-10 text-center text-ink-muted">{t("nobody")}</p>
      ) : null}
      {page.data && page.data.recipients.length > 0 ? (
        <Table label={t("recipients")}>
          <TableHead>
            <HeadCell>{t("person")}</HeadCell>
            <HeadCell>{t("state")}</HeadCell>
            <HeadCell>{t("why")}</HeadCell>
            <HeadCell>{t("when")}</HeadCell>
          </TableHead>
          <TableBody>
            {page.data.recipients.map((one) => (
              <TableRow key={one.messageId}>
                <Cell>
                  <TextLink href={`/contacts/${one.contactId}`}>
                    <UserText>
                      {[one.firstName, one.lastName].filter(Boolean).join(" ") ||
                        one.email ||
                        one.contactId}
                    </UserText>
                  </TextLink>{" "}
                  {one.firstName || one.lastName ? (
                    <UserText className="text-ink-muted">{one.email}</UserText>
                  ) : null}
                </Cell>
                <Cell>
                  <Status tone={TONES[one.state]}>{t(`states.${one.state}`)}</Status>
                </Cell>
                <Cell className="max-w-80">
                  <Why
                    reason={one.reason}
                    remoteText={one.state === "accepted" ? null : one.remoteText}
                  />
                </Cell>
                <Cell className="whitespace-nowrap text-ink-muted">
                  {one.resultAt ? <DateTime at={one.resultAt} /> : null}
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : null}
      {page.data || page.error ? null : <SkeletonTable rows={6} />}
      {path.length > 0 || next ? (
        <Pagination
          isLoading={page.isFetching}
          onPrevious={path.length > 0 ? () => setPath(path.slice(0, -1)) : undefined}
          onNext={next ? () => setPath([...path, next]) : undefined}
        />
      ) : null}
    </div>
  );
}

function Why({ reason, remoteText }: { reason: string | null; remoteText: string | null }) {
  const t = useTranslations("campaigns.report.reasons");
  const known = REASONS.find((name) => name === reason);
  return (
    <>
      {known ? t(known) : null}
      {remoteText ? (
        <UserText className="block truncate text-ink-muted text-xs">{remoteText}</UserText>
      ) : null}
    </>
  );
}
