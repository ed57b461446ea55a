"use client";

import { useTranslations } from "next-intl";
import { Section } from "@/app/_ui/section";
import type { Domain } from "../../_components/types";
import { DkimRecord, DmarcRecord, SpfRecord } from "./records";

/** The records to set: the one that is the proof first, then what is good to have. */
export function RecordSection({ domain }: { domain: Domain }) {
  const t = useTranslations("senders.records");
  const keys = domain.keys.filter(({ role }) => role !== "retired");
  return (
    <Section title={t("title")} description={t("description")}>
      <div className="flex flex-col gap-4">
        {keys
          .sort((a, b) => a.role.localeCompare(b.role))
          .map((key) => (
            <DkimRecord key={key.id} apart={key} />
          ))}
        <SpfRecord spf={domain.spf} />
        <DmarcRecord dmarc={domain.dmarc} domain={domain.domain} />
      </div>
    </Section>
  );
}
