import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/root";
import type { FieldType } from "@/server/segments/schemas";
import { PERSON_FIELDS } from "@/server/segments/schemas";

type Outputs = inferRouterOutputs<AppRouter>["segments"];

export type BuilderChoices = Outputs["choices"];
export type Problem = Outputs["countRule"]["problems"][number];
export type SegmentRows = Outputs["list"]["rows"];
export type OpenSegment = Outputs["get"];

/** The type of a field of an attribute row; text for one that is not known any more. */
export function typeOfField(field: string, choices: BuilderChoices): FieldType {
  if (field.startsWith("attributes.")) {
    const key = field.slice("attributes.".length);
    return choices.attributes.find((attribute) => attribute.key === key)?.type ?? "text";
  }
  const fields: Record<string, FieldType> = PERSON_FIELDS;
  return fields[field] ?? "text";
}

/** Types whose operators are worded alike. */
export const WORDS_OF_TYPE = {
  text: "text",
  boolean: "text",
  number: "number",
  date: "date",
  instant: "date",
} as const satisfies Record<FieldType, string>;
