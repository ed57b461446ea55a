"use client";

import { Mail, MailOpen, MousePointerClick, PencilLine, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Status, type Tone } from "@/app/_ui/status";
import { TextLink } from "@/app/_ui/text-link";
import { UserText } from "@/app/_ui/user-text";
import type { AttributeDefinition } from "@/server/contacts";
import { EVIDENCE_SOURCES } from "@/server/delivery/schemas";
import type { TimelineItem } from "@/server/profiles";
import { AttributeText } from "./attribute-list";
import { OrderEntry } from "./order-entry";
import { type Of, Row } from "./timeline-row";

interface TimelineEntryProps {
  item: TimelineItem;
  definitions: readonly AttributeDefinition[];
}

/** One thing that happened. */
export function TimelineEntry({ item, definitions }: TimelineEntryProps) {
  switch (item.kind) {
    case "order":
      return <OrderEntry item={item} />;
    case "message":
      return <MessageEntry item={item} />;
    case "activity":
      return <ActivityEntry item={item} />;
    case "consent":
      return <ConsentEntry item={item} />;
    case "change":
      return <ChangeEntry item={item} definitions={definitions} />;
    default: {
      const never: never = item;
      return never;
    }
  }
}

const MESSAGE_TONES: Record<string, Tone> = {
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

function MessageEntry({ item }: { item: Of<"message"> }) {
  const t = useTranslations("contacts.timeline.message");
  const state = t.has(`state.${item.state}`) ? item.state : "unknown";
  const reason = item.reason && (t.has(`reason.${item.reason}`) ? item.reason : "other");
  const source = EVIDENCE_SOURCES.find((name) => name === item.resolution);
  return (
    <Row
      icon={Mail}
      at={item.at}
      aside={<Status tone={MESSAGE_TONES[state] ?? "warn"}>{t(`state.${state}`)}</Status>}
      title={
        <TextLink href={`/campaigns/${item.campaignId}`}>
          <UserText>{item.campaignName}</UserText>
        </TextLink>
      }
    >
      {reason ? (
        <p className="mt-0.5 text-ink-muted">
          <span className="font-medium text-ink">{t("why")}</span>{" "}
          {t.rich(`reason.${reason}`, {
            topic: () => <UserText>{item.topicName ?? ""}</UserText>,
          })}
        </p>
      ) : null}
      {state === "unknown" ? <p className="mt-0.5 text-ink-muted">{t("unknownText")}</p> : null}
      {source ? <p className="mt-0.5 text-ink-muted">{t(`knownBy.${source}`)}</p> : null}
      {item.remoteText && state !== "accepted" ? (
        <p className="mt-0.5 text-ink-muted text-xs">
          {t.rich("server", {
            text: () => (
              <UserText isMono className="break-words">
                {item.remoteText}
              </UserText>
            ),
          })}
        </p>
      ) : null}
    </Row>
  );
}

function ActivityEntry({ item }: { item: Of<"activity"> }) {
  const t = useTranslations("contacts.timeline.activity");
  const reason = item.machineReason ?? "";
  const campaign = () => (
    <TextLink href={`/campaigns/${item.campaignId}`}>
      <UserText>{item.campaignName}</UserText>
    </TextLink>
  );
  return (
    <Row
      icon={item.event === "open" ? MailOpen : MousePointerClick}
      at={item.at}
      aside={item.isMachine ? <Status tone="neutral">{t("machine")}</Status> : undefined}
      title={
        item.event === "open"
          ? t.rich("opened", { campaign })
          : t.rich("clicked", {
              campaign,
              label: () => <UserText className="font-medium">{item.label ?? "–"}</UserText>,
            })
      }
    >
      {item.isMachine && t.has(`reason.${reason}`) ? (
        <p className="mt-0.5 text-ink-muted">{t(`reason.${reason}`)}</p>
      ) : null}
    </Row>
  );
}

function ConsentEntry({ item }: { item: Of<"consent"> }) {
  const t = useTranslations("contacts.timeline.consent");
  const basis = useTranslations("contacts.consent.basis");
  const action = t.has(`action.${item.action}`) ? item.action : "other";
  const source = t.has(`source.${item.source}`) ? t(`source.${item.source}`) : item.source;
  const scope = item.topicName ?? item.legalEntityName ?? "";
  return (
    <Row
      icon={ShieldCheck}
      at={item.at}
      title={t.rich(
        item.topicName ? `action.${action}` : `all.${t.has(`all.${action}`) ? action : "other"}`,
        {
          scope: () => <UserText className="font-medium">{scope}</UserText>,
        },
      )}
    >
      <p className="text-ink-muted text-xs">
        {source}
        {basis.has(item.basis) && item.basis !== "none" ? ` · ${basis(item.basis)}` : null}
        {item.campaignName ? (
          <>
            {" · "}
            <TextLink href={`/campaigns/${item.campaignId}`}>
              <UserText>{item.campaignName}</UserText>
            </TextLink>
          </>
        ) : null}
        {item.actorName ? (
          <>
            {" · "}
            <UserText>{item.actorName}</UserText>
          </>
        ) : null}
      </p>
    </Row>
  );
}

const FIELD_LABELS: Record<string, string> = {
  email: "email",
  first_name: "firstName",
  last_name: "lastName",
  phone: "phone",
  locale: "locale",
  time_zone: "timeZone",
  external_id: "externalId",
};

function ChangeEntry({
  item,
  definitions,
}: { item: Of<"change"> } & Omit<TimelineEntryProps, "item">) {
  const t = useTranslations("contacts.timeline.change");
  const field = useTranslations("contacts.field");
  const source = t.has(`source.${item.source}`) ? item.source : "other";
  const change = t.has(`kind.${item.change}`) ? item.change : "updated";

  function labelOf(name: string): { label: ReactNode; type: string } {
    const known = FIELD_LABELS[name];
    if (known) return { label: field(known), type: "text" };
    const key = name.replace(/^attributes\./, "");
    const definition = definitions.find((one) => one.key === key);
    const label = <UserText>{definition?.label ?? key}</UserText>;
    return { label, type: definition?.type ?? "text" };
  }

  return (
    <Row
      icon={PencilLine}
      at={item.at}
      title={
        <>
          {t(`kind.${change}`)}{" "}
          <span className="text-ink-muted">
            {t.rich(`source.${source}`, {
              name: () => <UserText>{item.userName ?? item.fileName ?? "–"}</UserText>,
              link: (text) =>
                item.fileName ? (
                  <TextLink href={`/contacts/import/${item.sourceId}`}>{text}</TextLink>
                ) : (
                  text
                ),
            })}
          </span>
        </>
      }
    >
      <ul className="mt-1 flex flex-col gap-0.5 text-xs">
        {Object.entries(item.changes).map(([name, [before, after]]) => {
          const { label, type } = labelOf(name);
          return (
            <li key={name} className="break-words">
              <span className="text-ink-muted">{label}:</span>{" "}
              {before === null ? null : (
                <>
                  <s className="text-ink-muted">
                    <AttributeText type={type} value={before} />
                  </s>{" "}
                  <span aria-hidden>→</span>{" "}
                </>
              )}
              <AttributeText type={type} value={after} />
            </li>
          );
        })}
      </ul>
    </Row>
  );
}
