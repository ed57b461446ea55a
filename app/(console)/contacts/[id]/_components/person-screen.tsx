"use client";

import { FileCheck2, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { CopyButton } from "@/app/_ui/copy-button";
import { DescriptionList } from "@/app/_ui/description-list";
import { LinkButton } from "@/app/_ui/link-button";
import { MoneyText, NumberText } from "@/app/_ui/number";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { PersonPage } from "@/server/contacts";
import type { PersonTopic, TimelineItem } from "@/server/profiles";
import { RecordWithdrawal } from "../../../consent/_components/record-withdrawal";
import { minorOf, nameOf } from "../../_components/person-name";
import { AttributeList } from "./attribute-list";
import { ConsentList } from "./consent-list";
import { EditPerson } from "./edit-person";
import { Timeline } from "./timeline";

interface PersonScreenProps {
  person: PersonPage;
  topics: readonly PersonTopic[];
  timeline: { items: TimelineItem[]; next: string | null };
  mayWrite: boolean;
}

/** One person: who they are at the left, what happened at the right. */
export function PersonScreen({ person, topics, timeline, mayWrite }: PersonScreenProps) {
  const t = useTranslations("contacts");
  const common = useTranslations("common");
  const [isEditing, setIsEditing] = useState(false);
  const name = nameOf(person);
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t("title"), href: "/contacts" }]}
        title={<UserText>{name}</UserText>}
        description={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {person.email && person.email !== name ? (
              <span className="flex items-center gap-1">
                <UserText>{person.email}</UserText>
                <CopyButton text={person.email} />
              </span>
            ) : null}
            {person.externalId && person.externalId !== name ? (
              <span>
                {t.rich("customerNumber", {
                  number: () => <UserText isMono>{person.externalId}</UserText>,
                })}
              </span>
            ) : null}
          </span>
        }
        actions={
          mayWrite ? (
            <Button variant="primary" onClick={() => setIsEditing(true)}>
              <Pencil aria-hidden />
              {common("edit")}
            </Button>
          ) : null
        }
      />
      <div className="grid items-start gap-x-10 gap-y-2 lg:grid-cols-[21rem_minmax(0,1fr)]">
        <div className="min-w-0">
          <Section title={t("consent.title")}>
            <ConsentList topics={topics} />
            <div className="mt-3 flex flex-wrap gap-2">
              {mayWrite ? <RecordWithdrawal contactId={person.id} /> : null}
              <LinkButton href={`/consent/certificate/${person.id}`} variant="ghost">
                <FileCheck2 aria-hidden />
                {t("consent.certificate")}
              </LinkButton>
            </div>
          </Section>
          <Section title={t("details")}>
            <Details person={person} />
          </Section>
          <Section title={t("attributes.title")}>
            <AttributeList person={person} mayWrite={mayWrite} />
          </Section>
          <Section title={t("identities")} description={t("identitiesText")}>
            <Identities person={person} />
          </Section>
        </div>
        <Timeline contactId={person.id} first={timeline} definitions={person.definitions} />
      </div>
      <EditPerson person={person} open={isEditing} onOpenChange={setIsEditing} />
    </>
  );
}

function Details({ person }: { person: PersonPage }) {
  const t = useTranslations("contacts");
  const none = <span className="text-ink-faint">–</span>;
  const text = (value: string | null) => (value ? <UserText>{value}</UserText> : none);
  const items = [
    { id: "firstName", label: t("field.firstName"), value: text(person.firstName) },
    { id: "lastName", label: t("field.lastName"), value: text(person.lastName) },
    { id: "phone", label: t("field.phone"), value: text(person.phone) },
    { id: "locale", label: t("field.locale"), value: text(person.locale) },
    { id: "timeZone", label: t("field.timeZone"), value: text(person.timeZone) },
    {
      id: "orders",
      label: t("column.orders"),
      value: <NumberText value={person.orderCount} />,
    },
    {
      id: "revenue",
      label: t("column.revenue"),
      value: person.orderCurrency ? (
        <MoneyText
          minor={minorOf(person.orderTotal, person.orderCurrency)}
          currency={person.orderCurrency}
        />
      ) : (
        none
      ),
    },
    {
      id: "created",
      label: t("column.created"),
      value: <DateTime at={person.createdAt} withTime={false} />,
    },
    { id: "updated", label: t("updated"), value: <DateTime at={person.updatedAt} /> },
  ];
  return <DescriptionList items={items} className="sm:grid-cols-[8rem_1fr]" />;
}

function Identities({ person }: { person: PersonPage }) {
  const t = useTranslations("contacts");
  if (person.identities.length === 0) return <p className="text-ink-muted">{t("noIdentities")}</p>;
  const items = person.identities.map((identity) => ({
    id: `${identity.kind}:${identity.value}`,
    label: t.has(`identity.${identity.kind}`) ? t(`identity.${identity.kind}`) : identity.kind,
    value: (
      <span className="flex flex-col">
        <UserText className="break-all">{identity.value}</UserText>
        <span className="text-ink-muted text-xs">
          {t.rich("since", { date: () => <DateTime at={identity.since} withTime={false} /> })}
        </span>
      </span>
    ),
  }));
  return <DescriptionList items={items} className="sm:grid-cols-[8rem_1fr]" />;
}
