import type { Tone } from "@/app/_ui/status";
import {
  ConsentAction,
  ConsentSource,
  ConsentState,
  type LegalBasis,
  LegalBasis as LegalBasisSchema,
} from "@/server/consent/schemas";

/** How each kind of declaration looks. A withdrawal is nobody's fault and wears no red. */
export const ACTION_TONES: Record<ConsentAction, Tone> = {
  grant: "ok",
  import_claim: "ok",
  withdraw: "neutral",
  object: "neutral",
  expire: "neutral",
  complaint: "bad",
  pause: "warn",
  undo: "live",
};

export const STATE_TONES: Record<ConsentState, Tone> = {
  granted: "ok",
  withdrawn: "neutral",
  expired: "neutral",
};

const ACTORS = ["contact", "system", "user", "api_key"] as const;

/** Stored words as those the catalogue has; an unknown one is no word, so nothing is invented. */
export const known = {
  action: (text: string): ConsentAction | null => ConsentAction.safeParse(text).data ?? null,
  source: (text: string): ConsentSource | null => ConsentSource.safeParse(text).data ?? null,
  state: (text: string): ConsentState | null => ConsentState.safeParse(text).data ?? null,
  basis: (text: string): LegalBasis | null => LegalBasisSchema.safeParse(text).data ?? null,
  actor: (text: string) => ACTORS.find((kind) => kind === text) ?? null,
};
