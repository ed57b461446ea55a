import { Temporal } from "temporal-polyfill";
import { type Interval, type ResolvedMoment, resolveWindow, startOfDay } from "./resolve.core";
import {
  type AttributeCondition,
  type Comparison,
  FIELD_OPERATORS,
  type FieldOperator,
  type FieldType,
  PERSON_FIELDS,
  type PersonField,
  type Window,
} from "./schemas";

const ATTRIBUTE = "attributes.";

/** What a rule needs to know of the workspace: its attributes' types by key. */
export type AttributeTypes = ReadonlyMap<string, Exclude<FieldType, "instant">>;

/** Where an attribute row's value stands: a column of the person, or an attribute by its key. */
export type FieldPlace =
  | { kind: "column"; name: PersonField; type: FieldType }
  | { kind: "attribute"; key: string; type: FieldType };

/** The place of a field, or null when there is none of that name. */
export function placeOf(field: string, attributes: AttributeTypes): FieldPlace | null {
  if (field.startsWith(ATTRIBUTE)) {
    const key = field.slice(ATTRIBUTE.length);
    const type = attributes.get(key);
    return type ? { kind: "attribute", key, type } : null;
  }
  if (!Object.hasOwn(PERSON_FIELDS, field)) return null;
  const name = field as PersonField;
  return { kind: "column", name, type: PERSON_FIELDS[name] };
}

/** A value to compare a column with: addresses are stored in small letters. */
export function asStored(
  place: FieldPlace,
  value: AttributeCondition["values"][number],
): AttributeCondition["values"][number] {
  const isAddress = place.kind === "column" && place.name === "email";
  return isAddress ? String(value).toLowerCase() : value;
}

export function takesOperator(type: FieldType, operator: FieldOperator): boolean {
  return (FIELD_OPERATORS[type] as readonly FieldOperator[]).includes(operator);
}

export function compares(left: number, comparison: Comparison, right: number): boolean {
  if (comparison === "at_least") return left >= right;
  if (comparison === "at_most") return left <= right;
  return left === right;
}

/**
 * Lower case letter by letter, each to exactly one: what PostgreSQL's `lower` does under
 * `pg_c_utf8`. JavaScript's own also looks at neighbours (final sigma) and may add letters.
 */
export function lowerEach(text: string): string {
  return Array.from(text, (letter) => Array.from(letter.toLowerCase())[0] ?? "").join("");
}

/** The stretch of time that a date operator means. */
export function dateInterval(condition: AttributeCondition, moment: ResolvedMoment): Interval {
  const [first, second] = condition.values;
  if (condition.operator === "next_days") {
    const zoned = Temporal.Instant.fromEpochMilliseconds(
      moment.instant.getTime(),
    ).toZonedDateTimeISO(moment.timeZone);
    const to = zoned.add({ days: Number(first) });
    return { from: moment.instant, to: new Date(to.epochMilliseconds) };
  }
  return resolveWindow(asWindow(condition.operator, String(first), String(second)), moment);
}

function asWindow(operator: FieldOperator, first: string, second: string): Window {
  switch (operator) {
    case "last_days":
      return { kind: "last", days: Number(first) };
    case "before":
      return { kind: "before", day: first };
    case "since":
      return { kind: "since", day: first };
    case "between":
      return { kind: "between", from: first, to: second };
    default:
      throw new Error(`No stretch of time: ${operator}`);
  }
}

/** A stretch of time as days: those that begin in it. From included, to not. */
export function asDays(
  interval: Interval,
  timeZone: string,
): { from: string | null; to: string | null } {
  const firstFrom = (instant: Date | null) => {
    if (!instant) return null;
    const day = Temporal.Instant.fromEpochMilliseconds(instant.getTime())
      .toZonedDateTimeISO(timeZone)
      .toPlainDate();
    const begins = startOfDay(day, timeZone);
    return (begins < instant ? day.add({ days: 1 }) : day).toString();
  };
  return { from: firstFrom(interval.from), to: firstFrom(interval.to) };
}
