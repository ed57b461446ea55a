"use client";

import { useTranslations } from "next-intl";
import type { Tone } from "@/app/_ui/status";
import type { Domain, DomainKey } from "../../_components/types";
import { RecordCard } from "./record-card";

/** Nothing there yet is no fault; what is there and wrong is one. */
const TONES: Record<string, Tone> = { ok: "ok", missing: "neutral", unreachable: "warn" };
const toneOf = (state: string): Tone => TONES[state] ?? "bad";

/** What stands in the DNS instead, as it stands. */
const code = (text: string) => () => <code translate="no">{text}</code>;

/** The record of a key: the one proof of the domain. */
export function DkimRecord({ apart }: { apart: DomainKey }) {
  const t = useTranslations("senders.records");
  const words = useTranslations("senders.records.states");
  const found = useTranslations("senders.records.dkim.findings");
  const { finding, record, role } = apart;
  const isNext = role === "next";
  return (
    <RecordCard
      title={t(isNext ? "dkim.nextTitle" : "dkim.title")}
      purpose={t(isNext ? "dkim.nextPurpose" : "dkim.purpose")}
      need={isNext ? "next" : "required"}
      record={record}
      state={finding && { tone: toneOf(finding.state), word: words(finding.state) }}
      finding={
        finding &&
        found.rich(finding.state, {
          count: "count" in finding ? finding.count : 0,
          found: code("found" in finding ? finding.found : ""),
        })
      }
    />
  );
}

/** Who may use the domain in the return path; advice. */
export function SpfRecord({ spf: { record, finding } }: { spf: Domain["spf"] }) {
  const t = useTranslations("senders.records");
  const words = useTranslations("senders.records.states");
  const found = useTranslations("senders.records.spf.findings");
  return (
    <RecordCard
      title={t("spf.title")}
      purpose={t("spf.purpose")}
      need="recommended"
      record={record}
      state={finding && { tone: toneOf(finding.state), word: words(finding.state) }}
      finding={
        finding &&
        found.rich(finding.state, {
          count: "count" in finding ? finding.count : 0,
          found: code("found" in finding ? finding.found : ""),
        })
      }
    />
  );
}

interface DmarcRecordProps {
  dmarc: Domain["dmarc"];
  domain: string;
}

/** What receivers do with mail that is not aligned; advice. */
export function DmarcRecord({ dmarc: { record, finding }, domain }: DmarcRecordProps) {
  const t = useTranslations("senders.records");
  const words = useTranslations("senders.records.states");
  const found = useTranslations("senders.records.dmarc.findings");
  const isAbove = finding?.state === "ok" && finding.at !== domain;
  return (
    <RecordCard
      title={t("dmarc.title")}
      purpose={t("dmarc.purpose")}
      need="recommended"
      record={record}
      state={finding && { tone: toneOf(finding.state), word: words(finding.state) }}
      finding={
        finding &&
        found.rich(isAbove ? "above" : finding.state, {
          count: "count" in finding ? finding.count : 0,
          found: code("found" in finding ? finding.found : ""),
          at: code("at" in finding ? finding.at : ""),
        })
      }
    />
  );
}
