"use client";

import { useTranslations } from "next-intl";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { Certificate } from "@/server/consent";
import { About, ActionStatus, Actor } from "./ledger-table";
import { known } from "./words";

type Entry = Certificate["events"][number];

/** The rows of one person's ledger with all that proves them, oldest first. */
export function CertificateEvents({ events }: { events: readonly Entry[] }) {
  return (
    <ol className="divide-y divide-line border-y">
      {events.map((entry) => (
        <li key={entry.id} className="flex gap-4 py-3">
          <span translate="no" className="tabular w-6 shrink-0 text-right text-ink-muted">
            {entry.seq}
          </span>
          <div className="min-w-0 flex-1">
            <Headline entry={entry} />
            <Proofs entry={entry} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Headline({ entry }: { entry: Entry }) {
  const t = useTranslations("consent");
  const source = known.source(entry.source);
  const basis = known.basis(entry.basis);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ActionStatus action={entry.action} />
        <span className="font-medium">
          <About {...entry} />
        </span>
        <span className="text-ink-muted">
          <DateTime at={entry.at} />
        </span>
      </div>
      <p className="mt-1 flex flex-wrap gap-x-3 text-ink-muted">
        <span>{source ? t(`source.${source}`) : <UserText>{entry.source}</UserText>}</span>
        <span>
          <Actor kind={entry.actorKind} name={entry.actorName} />
        </span>
        {basis && basis !== "none" ? <span>{t(`basis.${basis}`)}</span> : null}
        {entry.campaignName ? <UserText>{entry.campaignName}</UserText> : null}
      </p>
    </>
  );
}

function Proofs({ entry }: { entry: Entry }) {
  const t = useTranslations("consent.certificate");
  const isErased = entry.details === null && entry.detailsDigest !== "";
  return (
    <dl className="mt-2 grid gap-x-4 gap-y-1 text-xs sm:grid-cols-[10rem_1fr]">
      <Values label={t("evidence")} values={entry.evidence} />
      {entry.details ? <Values label={t("details")} values={entry.details} /> : null}
      {isErased ? (
        <>
          <dt className="text-ink-muted">{t("details")}</dt>
          <dd>{t("detailsErased")}</dd>
        </>
      ) : null}
      <dt className="text-ink-muted">{t("hash")}</dt>
      <dd className="min-w-0 break-all">
        <UserText isMono className="text-xs">
          {entry.hash}
        </UserText>
      </dd>
    </dl>
  );
}

function Values({ label, values }: { label: string; values: Record<string, string> }) {
  const pairs = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  if (pairs.length === 0) return null;
  return (
    <>
      <dt className="text-ink-muted">{label}</dt>
      <dd className="min-w-0 break-words">
        <UserText>{pairs.map(([key, value]) => `${key}: ${value}`).join(" · ")}</UserText>
      </dd>
    </>
  );
}
