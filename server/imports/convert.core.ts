import type { AttributeValue } from "@/db";
import { canonicalAddress, type ErrorCode } from "../kernel";
import {
  type Cell,
  cellsOf,
  columnLabel,
  failed,
  faultOf,
  hasWrongWidth,
  keep,
} from "./cells.core";
import type { FileRow, OrderRow, PersonRow, PlanRules, Rules } from "./rows.core";
import {
  type Reading,
  readAmount,
  readBoolean,
  readCount,
  readCurrency,
  readDate,
  readDecimal,
  readLine,
  readLocale,
  readPhone,
  readText,
  readTimeZone,
} from "./values.core";

function readAttribute(cell: Cell, type: string): Reading<AttributeValue> {
  const decimal = cell.plan.decimal ?? "point";
  switch (type) {
    case "number": {
      const read = readDecimal(cell.text, decimal);
      return read.ok ? { ok: true, value: Number(read.value) } : read;
    }
    case "boolean":
      return readBoolean(cell.text);
    case "date": {
      const read = readDate(cell.text, cell.plan.dates ?? "ymd");
      return read.ok ? { ok: true, value: read.value.day } : read;
    }
    case "text":
      return readText(cell.text, 2000);
    default:
      throw new Error(`Unknown attribute type ${type}`);
  }
}

/** Reads one cell into its field of a person; the code of a fault, or null. */
function takePersonCell(row: PersonRow, cell: Cell): ErrorCode | null {
  const { target } = cell.plan;
  switch (target.to) {
    case "email": {
      const read = canonicalAddress(cell.text);
      if (read.ok) row.email = read.address;
      return read.ok ? null : read.code;
    }
    case "externalId":
      return keep(readLine(cell.text, 200), (value) => {
        row.externalId = value;
      });
    case "firstName":
      return keep(readLine(cell.text, 200), (value) => {
        row.fields.first_name = value;
      });
    case "lastName":
      return keep(readLine(cell.text, 200), (value) => {
        row.fields.last_name = value;
      });
    case "phone":
      return keep(readPhone(cell.text), (value) => {
        row.fields.phone = value;
      });
    case "locale":
      return keep(readLocale(cell.text), (value) => {
        row.fields.locale = value;
      });
    case "timeZone":
      return keep(readTimeZone(cell.text), (value) => {
        row.fields.time_zone = value;
      });
    case "consent":
      return keep(readBoolean(cell.text), (value) => {
        row.consent = value;
      });
    case "attribute":
      return keep(readAttribute(cell, target.type ?? "text"), (value) => {
        row.attributes[target.key] = value;
      });
    default:
      return null;
  }
}

function takeOrderCell(row: OrderRow, cell: Cell, rules: Rules): ErrorCode | null {
  const { target } = cell.plan;
  const decimal = cell.plan.decimal ?? "point";
  switch (target.to) {
    case "email":
    case "externalId":
      return takePersonCell(row.person, cell);
    case "orderId":
      return keep(readLine(cell.text, 200), (value) => {
        row.orderId = value;
      });
    case "orderedAt":
      return keep(readDate(cell.text, cell.plan.dates ?? "ymd"), (value) => {
        row.orderedAt = rules.instantOf(value);
      });
    case "total":
      return keep(readAmount(cell.text, decimal), (value) => {
        row.total = value;
      });
    case "currency":
      return keep(readCurrency(cell.text), (value) => {
        row.currency = value;
      });
    case "itemCount":
      return keep(readCount(cell.text, decimal), (value) => {
        row.itemCount = value;
      });
    default:
      return null;
  }
}

/** Nothing is known about this person yet. */
export function emptyPerson(line: number): PersonRow {
  return {
    line,
    email: null,
    externalId: null,
    fields: {},
    attributes: {},
    consent: null,
    faults: [],
    isFailed: false,
  };
}

/**
 * A row of a people file. A fault of the address or customer number, or a wrong number of cells,
 * fails the row; any other fault drops its cell and the row comes in without it.
 */
export function readPerson(row: FileRow, rules: PlanRules): PersonRow {
  const person = emptyPerson(row.line);
  if (hasWrongWidth(row, rules)) return failed(person, "CSV_COLUMNS");
  for (const cell of cellsOf(row, rules)) {
    const code = takePersonCell(person, cell);
    if (!code) continue;
    person.faults.push(faultOf(cell, code));
    if (cell.plan.target.to === "email" || cell.plan.target.to === "externalId") {
      person.isFailed = true;
    }
  }
  if (!person.isFailed && person.email === null && person.externalId === null) {
    return failed(person, "ROW_IDENTITY_MISSING");
  }
  return person;
}

/** A row of an orders file. Any fault fails it: half an order is worse than none. */
export function readOrder(row: FileRow, rules: PlanRules): OrderRow {
  const order: OrderRow = {
    person: emptyPerson(row.line),
    orderId: null,
    orderedAt: null,
    total: null,
    currency: rules.currency,
    itemCount: null,
  };
  const { person } = order;
  if (hasWrongWidth(row, rules)) {
    failed(person, "CSV_COLUMNS");
    return order;
  }
  for (const cell of cellsOf(row, rules)) {
    const code = takeOrderCell(order, cell, rules);
    if (!code) continue;
    person.faults.push(faultOf(cell, code));
    person.isFailed = true;
  }
  if (person.isFailed) return order;
  if (person.email === null && person.externalId === null) failed(person, "ROW_IDENTITY_MISSING");
  requireFilled(order, rules);
  return order;
}

function requireFilled(order: OrderRow, rules: PlanRules): void {
  for (const { column, target } of rules.plan.columns) {
    const isMissing =
      (target.to === "orderedAt" && order.orderedAt === null) ||
      (target.to === "total" && order.total === null);
    if (!isMissing) continue;
    const label = columnLabel(rules.names, column);
    order.person.faults.push(faultOf({ label, text: "" }, "VALUE_REQUIRED"));
    order.person.isFailed = true;
  }
}
