"use client";

import { useTranslations } from "next-intl";
import { Status, type Tone } from "@/app/_ui/status";
import type { DomainRow } from "../../_components/types";

type Shown = DomainRow["state"] | "lapsed";

const TONES: Record<Shown, Tone> = {
  verified: "ok",
  pending: "neutral",
  failing: "warn",
  lapsed: "bad",
};

/** Where a domain stands, in a word. One that fails for too long counts as unverified. */
export function DomainState({ domain }: { domain: Pick<DomainRow, "state" | "maySend"> }) {
  const t = useTranslations("senders.domains.states");
  const shown: Shown = domain.state === "failing" && !domain.maySend ? "lapsed" : domain.state;
  return <Status tone={TONES[shown]}>{t(shown)}</Status>;
}
