"use client";

import { Download, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DescriptionList } from "@/app/_ui/description-list";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Status } from "@/app/_ui/status";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { Certificate } from "@/server/consent";
import { CertificateEvents } from "./certificate-events";
import { known, STATE_TONES } from "./words";

/** Hands the certificate over as a file, exactly as the server told it. */
function download(certificate: Certificate): void {
  const text = JSON.stringify(certificate, null, 2);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${certificate.person.shownId}-consent.json`;
  link.click();
  URL.revokeObjectURL(url);
}

/** The proof of one person's consent, to look at, to print and to hand over. */
export function CertificateView({ certificate }: { certificate: Certificate }) {
  const t = useTranslations("consent.certificate");
  const consent = useTranslations("consent");
  const { person, topics, events } = certificate;
  const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
  const shown = name || person.email || person.externalId || person.shownId;
  const identity = [
    { id: "id", label: t("id"), value: <UserText isMono>{person.shownId}</UserText> },
    ...(person.email
      ? [{ id: "email", label: t("email"), value: <UserText>{person.email}</UserText> }]
      : []),
    ...(person.externalId
      ? [{ id: "number", label: t("number"), value: <UserText>{person.externalId}</UserText> }]
      : []),
  ];
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: consent("title"), href: "/consent" },
          { label: <UserText>{shown}</UserText>, href: `/contacts/${person.id}` },
        ]}
        title={t.rich("for", { name: () => <UserText>{shown}</UserText> })}
        description={t.rich("issued", { date: () => <DateTime at={certificate.issuedAt} /> })}
        actions={
          <div className="flex flex-wrap gap-2 print:hidden">
            <Button onClick={() => download(certificate)}>
              <Download aria-hidden />
              {t("download")}
            </Button>
            <Button variant="primary" onClick={() => window.print()}>
              <Printer aria-hidden />
              {t("print")}
            </Button>
          </div>
        }
      />
      <Proof certificate={certificate} />
      <Section title={t("person")}>
        <DescriptionList items={identity} />
      </Section>
      {topics.length > 0 ? (
        <Section title={t("states")}>
          <DescriptionList
            items={topics.map((topic) => ({
              id: topic.topicId,
              label: (
                <UserText>
                  {topic.topicName} · {topic.brandName}
                </UserText>
              ),
              value: <State {...topic} />,
            }))}
          />
        </Section>
      ) : null}
      <Section title={t("events")}>
        {events.length > 0 ? (
          <CertificateEvents events={events} />
        ) : (
          <p className="text-ink-muted">{t("noEvents")}</p>
        )}
      </Section>
    </>
  );
}

function State(props: { state: string; basis: string; since: Date; pausedUntil: Date | null }) {
  const t = useTranslations("consent");
  const state = known.state(props.state);
  const basis = known.basis(props.basis);
  const date = (at: Date) => () => <DateTime at={at} />;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {state ? <Status tone={STATE_TONES[state]}>{t(`state.${state}`)}</Status> : null}
      {basis && basis !== "none" ? <span>{t(`basis.${basis}`)}</span> : null}
      <span className="text-ink-muted">
        {t.rich("certificate.since", { date: date(props.since) })}
      </span>
      {props.pausedUntil ? (
        <span className="text-ink-muted">
          {t.rich("certificate.pausedUntil", { date: date(props.pausedUntil) })}
        </span>
      ) : null}
    </span>
  );
}

function Proof({ certificate }: { certificate: Certificate }) {
  const t = useTranslations("consent.certificate");
  const { events, brokenAt, differing } = certificate.proof;
  if (events === 0) return null;
  if (brokenAt !== null) {
    return <Banner tone="bad" className="mb-8" title={t("brokenAt", { seq: brokenAt })} />;
  }
  if (differing.length > 0) {
    return <Banner tone="bad" className="mb-8" title={t("differing")} />;
  }
  return <Banner tone="ok" className="mb-8" title={t("holds", { count: events })} />;
}
