import { type SQL, sql } from "drizzle-orm";
import { contacts } from "@/db";
import { within } from "./interval.core";
import type { ResolvedMoment } from "./resolve.core";
import type { AttributeCondition, PersonField } from "./schemas";
import {
  type AttributeTypes,
  asDays,
  asStored,
  dateInterval,
  type FieldPlace,
  placeOf,
  takesOperator,
} from "./values.core";

const COLUMNS = {
  email: contacts.email,
  first_name: contacts.firstName,
  last_name: contacts.lastName,
  external_id: contacts.externalId,
  phone: contacts.phone,
  locale: contacts.locale,
  time_zone: contacts.timeZone,
  created_at: contacts.createdAt,
} satisfies Record<PersonField, unknown>;

/** By letters of any script, whatever the column's collation is. Pure twin: `lowerEach`. */
const lower = (text: SQL) => sql`lower(${text} collate "pg_c_utf8")`;

/** The value as text; null when there is none. */
export function fieldText(place: FieldPlace): SQL {
  if (place.kind === "column") return sql`${COLUMNS[place.name]}`;
  return sql`(${contacts.attributes} ->> ${place.key}::text)`;
}

/** The value as a number; null when it is of another type. */
function numberOf(key: string): SQL {
  const value = sql`${contacts.attributes} -> ${key}::text`;
  return sql`(case when jsonb_typeof(${value}) = 'number' then (${value})::numeric end)`;
}

/** Who has exactly one of these values. In this form an attribute's index can serve. */
function isOneOf(place: FieldPlace, values: AttributeCondition["values"]): SQL {
  if (place.kind === "column") {
    const texts = values.map((value) => String(asStored(place, value)));
    return sql`coalesce(${fieldText(place)} = any(${sql.param(texts)}::text[]), false)`;
  }
  const held = values.map(
    (value) => sql`${contacts.attributes} @> ${JSON.stringify({ [place.key]: value })}::jsonb`,
  );
  return sql`(${sql.join(held, sql` or `)})`;
}

function isSet(place: FieldPlace): SQL {
  if (place.kind === "column") return sql`(${COLUMNS[place.name]} is not null)`;
  return sql`(coalesce(${contacts.attributes} -> ${place.key}::text, 'null') <> 'null')`;
}

function isInDays(place: FieldPlace, node: AttributeCondition, moment: ResolvedMoment): SQL {
  const interval = dateInterval(node, moment);
  if (place.type === "instant") return within(fieldText(place), interval, true);
  const { from, to } = asDays(interval, moment.timeZone);
  const text = sql`${fieldText(place)} collate "C"`;
  const bounds = [
    sql`${text} is not null`,
    ...(from ? [sql`${text} >= ${from}`] : []),
    ...(to ? [sql`${text} < ${to}`] : []),
  ];
  return sql`coalesce(${sql.join(bounds, sql` and `)}, false)`;
}

/** A row about a person's own data. Throws for what `checkRule` reports. */
export function compileAttribute(
  node: AttributeCondition,
  input: { attributes: AttributeTypes; moment: ResolvedMoment },
): SQL {
  const place = placeOf(node.field, input.attributes);
  if (!place || !takesOperator(place.type, node.operator)) {
    throw new Error(`No such question: ${node.field} ${node.operator}`);
  }
  const [first, second] = node.values;
  const number = () => (place.kind === "attribute" ? numberOf(place.key) : fieldText(place));
  const has = (part: SQL) => sql`coalesce(${part}, false)`;
  switch (node.operator) {
    case "is":
      return isOneOf(place, node.values);
    case "is_not":
      return sql`(not ${isOneOf(place, node.values)})`;
    case "contains":
      return has(
        sql`strpos(${lower(fieldText(place))}, ${lower(sql`${String(first)}::text`)}) > 0`,
      );
    case "not_contains":
      return sql`(not ${has(sql`strpos(${lower(fieldText(place))}, ${lower(sql`${String(first)}::text`)}) > 0`)})`;
    case "starts_with":
      return has(
        sql`starts_with(${lower(fieldText(place))}, ${lower(sql`${String(first)}::text`)})`,
      );
    case "at_least":
      return has(sql`${number()} >= ${first}::numeric`);
    case "at_most":
      return has(sql`${number()} <= ${first}::numeric`);
    case "is_set":
      return isSet(place);
    case "is_not_set":
      return sql`(not ${isSet(place)})`;
    case "between":
      if (place.type === "number") {
        return has(sql`${number()} between ${first}::numeric and ${second}::numeric`);
      }
      return isInDays(place, node, input.moment);
    case "last_days":
    case "next_days":
    case "before":
    case "since":
      return isInDays(place, node, input.moment);
    default: {
      const never: never = node.operator;
      return never;
    }
  }
}
