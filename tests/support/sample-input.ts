import { z } from "zod";

interface JsonSchema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  default?: unknown;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  pattern?: string;
}

/** Picks the value of an id field: the caller decides which tenant's id stands in it. */
export type IdPicker = (field: string) => string;

function sampleString(schema: JsonSchema, field: string, pick: IdPicker): string {
  if (schema.format === "uuid") return pick(field);
  if (schema.format === "email") return "sample@nord.example";
  if (schema.format === "date-time") return "2026-01-02T03:04:05.000Z";
  if (schema.format === "date") return "2026-01-02";
  if (schema.format === "uri") return "https://nord.example/";
  if (/email/i.test(field)) return "sample@nord.example";
  if (/colour/i.test(field)) return "#0f766e";
  return "sample".padEnd(schema.minLength ?? 0, "x");
}

function sampleOf(
  schema: JsonSchema,
  field: string,
  tools: { pick: IdPicker; root: JsonSchema },
): unknown {
  if (schema.$ref) {
    const target = tools.root.$defs?.[schema.$ref.split("/").at(-1) ?? ""];
    return target ? sampleOf(target, field, tools) : null;
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const branch = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (branch) return sampleOf(branch, field, tools);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "string":
      return sampleString(schema, field, tools.pick);
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return true;
    case "array":
      return [sampleOf(schema.items ?? {}, field, tools)];
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, value]) => [
          key,
          sampleOf(value, key, tools),
        ]),
      );
    default:
      return null;
  }
}

/**
 * A value that a zod schema accepts, as far as its JSON Schema tells; every UUID is chosen by
 * `pick`. Refinements may still refuse it: the matrix counts such an answer as a refusal.
 */
export function sampleInput(schema: z.ZodType, pick: IdPicker): unknown {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return sampleOf(root, "", { pick, root });
}
