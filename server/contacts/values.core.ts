import type { AttributeValue } from "@/db";
import type { ErrorCode } from "../kernel";
import type { AttributeType } from "./schemas";

export type AttributeReading = { ok: true; value: AttributeValue } | { ok: false; code: ErrorCode };

const BAD_DATE = { ok: false, code: "VALUE_DATE" } as const;

function readDay(text: string): AttributeReading {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return BAD_DATE;
  const day = new Date(`${text}T00:00:00Z`);
  // JavaScript turns 31 February into March; such a day does not exist.
  const isReal = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return isReal ? { ok: true, value: text } : BAD_DATE;
}

function readNumber(text: string): AttributeReading {
  const plain = text.replace(",", ".");
  const value = Number(plain);
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(plain) && Number.isFinite(value)
    ? { ok: true, value }
    : { ok: false, code: "VALUE_NUMBER" };
}

/**
 * What was typed into a field of an attribute as its stored value; empty text is null ("no
 * value"). Numbers take a comma or a point, dates `YYYY-MM-DD`, booleans `true` and `false`.
 */
export function readAttribute(type: AttributeType, typed: string): AttributeReading {
  const text = typed.trim();
  if (text === "") return { ok: true, value: null };
  switch (type) {
    case "text":
      return { ok: true, value: text };
    case "number":
      return readNumber(text);
    case "boolean":
      if (text !== "true" && text !== "false") return { ok: false, code: "VALUE_BOOLEAN" };
      return { ok: true, value: text === "true" };
    case "date":
      return readDay(text);
    default: {
      const never: never = type;
      return never;
    }
  }
}

/** A stored value as the text its field shows. */
export function attributeText(value: AttributeValue | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

/** `+49 (30) 123-4567` → `+49301234567`, or null when no number is left that can be dialled. */
export function canonicalPhone(text: string): string | null {
  const bare = text.replace(/\(0\)/g, "").replace(/[\s()./-]/g, "");
  return /^\+[1-9]\d{6,14}$/.test(bare) ? bare : null;
}
