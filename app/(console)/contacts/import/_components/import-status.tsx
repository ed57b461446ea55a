import { useTranslations } from "next-intl";
import { Status, type Tone } from "@/app/_ui/status";
import type { ImportState } from "@/server/imports/schemas";

const TONES: Record<ImportState, Tone> = {
  draft: "neutral",
  discarded: "neutral",
  queued: "live",
  running: "live",
  paused: "warn",
  done: "ok",
  failed: "bad",
  cancelled: "warn",
  undoing: "live",
  undone: "neutral",
};

/** State of an import as a word with its colour. */
export function ImportStatus({ state }: { state: ImportState }) {
  const t = useTranslations("imports.state");
  return <Status tone={TONES[state]}>{t(state)}</Status>;
}
