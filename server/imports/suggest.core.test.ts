import { expect, test } from "vitest";
import { lookAtColumns } from "./columns.core";
import { csvLine } from "./error-file.core";
import { planFaults } from "./plan.core";
import { guessKind, suggestPlan } from "./suggest.core";

const GROUND = {
  locale: "de",
  attributes: [{ key: "size", label: "Größe", type: "text" as const }],
};

test.each([
  [["a@b.example", "c@d.example"], "email"],
  [["19970101", "19971231"], "date"],
  [["31.12.2024", "1.2.2024"], "date"],
  [["1.234,50", "7"], "number"],
  [["00042", "00043"], "text"],
  [["ja", "nein"], "boolean"],
  [["+49 30 1234567", "0049301234567"], "phone"],
  [["Ada", "12"], "text"],
  [["", " "], "empty"],
])("%j looks like %s", (cells, type) => {
  expect(
    lookAtColumns(
      ["x"],
      cells.map((cell) => [cell]),
    )[0]?.type,
  ).toBe(type);
});

test("a date that can be read two ways says so", () => {
  const [slashes] = lookAtColumns(["x"], [["03/04/2024"], ["05/06/2024"]]);
  expect(slashes?.dates).toEqual(["dmy", "mdy"]);
  const [dots] = lookAtColumns(["x"], [["03.04.2024"]]);
  expect(dots?.dates).toEqual(["dmy"]);
});

test.each(["timezone", "Time zone", "time_zone", "TZ", "Zeitzone"])("%s is a time zone", (name) => {
  const looks = lookAtColumns(["E-Mail", name], [["a@b.example", "Europe/Berlin"]]);
  const plan = suggestPlan(looks, { kind: "people", ...GROUND });
  expect(plan.columns[1]?.target.to).toBe("timeZone");
});

test("German people are mapped by their header words", () => {
  const names = ["E-Mail", "Vorname", "Nachname", "Kundennummer", "Größe", "Newsletter", "Notiz"];
  const looks = lookAtColumns(names, [["a@b.example", "Ada", "B", "007", "M", "ja", "x"]]);
  expect(guessKind(looks)).toBe("people");
  const plan = suggestPlan(looks, { kind: "people", ...GROUND });
  expect(plan.columns.map(({ target }) => ("key" in target ? target.key : target.to))).toEqual([
    "email",
    "firstName",
    "lastName",
    "externalId",
    "size",
    "consent",
    "ignore",
  ]);
});

test.each([
  [["customer_id", "date", "number_of_cds", "dollar_value"]],
  [["Kundennummer", "Bestelldatum", "Anzahl", "Gesamtbetrag"]],
])("orders with %j are mapped", (names) => {
  const looks = lookAtColumns(names, [
    ["00001", "19970101", "1", "11.77"],
    ["00002", "19970112", "5", "77.00"],
  ]);
  expect(guessKind(looks)).toBe("orders");
  const plan = suggestPlan(looks, { kind: "orders", ...GROUND });
  expect(plan.columns.map(({ target }) => target.to)).toEqual([
    "externalId",
    "orderedAt",
    "itemCount",
    "total",
  ]);
  expect(plan.columns[1]?.dates).toBe("compact");
  expect(planFaults(plan, { names, attributeTypes: new Map() })).toEqual([]);
});

test("a column called e-mail is the address even when some in it are broken", () => {
  const names = ["E-Mail", "Vorname"];
  const looks = lookAtColumns(names, [
    ["ida@mail.example", "Ida"],
    ["not-an-address", "Otto"],
  ]);
  expect(looks[0]?.type).toBe("text");
  const plan = suggestPlan(looks, { kind: "people", ...GROUND });
  expect(plan.columns.map(({ target }) => target.to)).toEqual(["email", "firstName"]);
  const better = lookAtColumns(["E-Mail", "x"], [["nobody", "ida@mail.example"]]);
  const chosen = suggestPlan(better, { kind: "people", ...GROUND });
  expect(chosen.columns.map(({ target }) => target.to)).toEqual(["ignore", "email"]);
});

test("what keeps a plan from starting is named with its place", () => {
  const names = ["Newsletter", "x"];
  const looks = lookAtColumns(names, [["ja", "1"]]);
  const plan = suggestPlan(looks, { kind: "people", ...GROUND });
  expect(planFaults(plan, { names, attributeTypes: new Map() })).toEqual([
    { field: "columns", code: "MAPPING_IDENTITY_MISSING" },
    { field: "consent.basis", code: "CONSENT_EVIDENCE_REQUIRED" },
  ]);
  const twice = {
    ...plan,
    columns: plan.columns.map((one) => ({ ...one, target: { to: "email" as const } })),
  };
  expect(planFaults(twice, { names, attributeTypes: new Map() })).toEqual([
    { field: "columns.1", code: "MAPPING_INVALID" },
  ]);
});

test("the error file runs no formula", () => {
  expect(csvLine(["=1+1", "@x", "-2", "+3", 'a "b"', "c,d"])).toBe(
    `'=1+1,'@x,'-2,'+3,"a ""b""","c,d"\r\n`,
  );
});

test.each([
  [
    ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"],
    ["536365", "85123A", "WHITE LANTERN", "6", "2010-12-01 08:26:00", "2.55", "17850"],
    ["ignore", "sku", "name", "ignore", "ignore", "price", "ignore"],
  ],
  [
    ["Artikelnummer", "Bezeichnung", "Beschreibung", "Preis", "Lagerbestand", "Link", "Bild"],
    ["A-1", "Tasse", "Rot", "2,55", "7", "https://shop.example/a", "https://shop.example/a.png"],
    ["sku", "name", "description", "price", "stock", "url", "imageUrl"],
  ],
])("a list of products with %j is mapped", (names, cells, expected) => {
  const looks = lookAtColumns(names, [cells]);
  expect(guessKind(looks)).toBe("products");
  const plan = suggestPlan(looks, { kind: "products", ...GROUND });
  expect(plan.columns.map(({ target }) => target.to)).toEqual(expected);
  const ground = { names, attributeTypes: new Map<string, string>() };
  expect(planFaults(plan, ground)).toEqual([]);
  const nameless = plan.columns.filter(({ target }) => target.to !== "sku");
  expect(planFaults({ ...plan, columns: nameless }, ground)).toEqual([
    { field: "columns", code: "MAPPING_SKU_MISSING" },
  ]);
});
