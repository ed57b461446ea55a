"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

type Params = Record<string, string | number>;

/** What a failed call tells about itself; the shape every procedure answers with. */
export interface CodedError {
  code: string;
  field: string | null;
  row: number | null;
  params: Params;
  faults: { field: string; code: string }[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** No answer arrived, so no procedure could name a code. */
const UNREACHABLE = "UNREACHABLE";

/** The coded part of a failed call; without an answer of ours the server was not reached. */
export function readCodedError(error: unknown): CodedError {
  const data = isRecord(error) && isRecord(error.data) ? error.data.app : null;
  const app = isRecord(data) ? data : {};
  const faults = Array.isArray(app.faults) ? app.faults.filter(isRecord) : [];
  return {
    code: typeof app.code === "string" ? app.code : UNREACHABLE,
    field: typeof app.field === "string" ? app.field : null,
    row: typeof app.row === "number" ? app.row : null,
    params: isRecord(app.params) ? (app.params as Params) : {},
    faults: faults.map((fault) => ({ field: String(fault.field), code: String(fault.code) })),
  };
}

/**
 * Returns the sentence of an error code in the reader's language. A text that is no known code
 * (a validator's own English) becomes the sentence of INPUT_INVALID.
 */
export function useErrorText(): (code: string, params?: Params) => string {
  const t = useTranslations("errors");
  return useCallback(
    (code, params) => {
      if (code === UNREACHABLE) return t("page.unreachable");
      const isKnown = /^[A-Z][A-Z_]*$/.test(code) && t.has(code);
      return t(isKnown ? code : "INPUT_INVALID", params);
    },
    [t],
  );
}

/** Returns the sentence of a failed call, for a toast or a banner. */
export function useCallErrorText(): (error: unknown) => string {
  const text = useErrorText();
  return useCallback(
    (error) => {
      const coded = readCodedError(error);
      return text(coded.code, coded.params);
    },
    [text],
  );
}
