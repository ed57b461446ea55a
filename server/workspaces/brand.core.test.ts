import { expect, test } from "vitest";
import { contrastWithWhite } from "./colour.core";
import { imprintMissing, type LegalEntity } from "./imprint.core";
import {
  brandSchema,
  entitySchema,
  logoSchema,
  workspaceSchema,
  workspaceSettingsSchema,
} from "./schemas";

const NORD: LegalEntity = {
  name: "Nord Handel GmbH",
  form: "GmbH",
  street: "Speicherstadt 1",
  postalCode: "20457",
  city: "Hamburg",
  country: "DE",
  email: "info@nord.example",
  phone: "",
  registerCourt: "Amtsgericht Hamburg",
  registerNumber: "HRB 12345",
  directors: "Ada Nord",
  vatId: "",
  dpoName: "",
  dpoEmail: "",
};

test.each([
  ["complete", {}, []],
  [
    "without register",
    { registerCourt: "", registerNumber: " " },
    ["registerCourt", "registerNumber"],
  ],
  [
    "sole trader",
    { form: "Einzelunternehmen", registerCourt: "", registerNumber: "", directors: "" },
    [],
  ],
  [
    "partnership",
    { form: "GbR", registerCourt: "", registerNumber: "", directors: "" },
    ["directors"],
  ],
  ["registered merchant", { form: "e.K.", directors: "" }, []],
  ["unknown form", { form: "Kombinat", directors: "" }, ["directors"]],
  ["no form", { form: "" }, ["form"]],
  [
    "no address",
    { street: "", postalCode: "", city: "", country: "" },
    ["street", "postalCode", "city", "country"],
  ],
] as const)("imprint, %s: lacks %j", (_, change, missing) => {
  expect(imprintMissing({ ...NORD, ...change })).toEqual(missing);
});

test.each([
  ["#000000", 21],
  ["#ffffff", 1],
  ["#0f766e", 5.47],
  ["#767676", 4.54],
])("white on %s has a contrast of %d", (colour, contrast) => {
  expect(contrastWithWhite(colour)).toBeCloseTo(contrast, 1);
});

const BRAND = {
  name: "Nord",
  colour: "#0f766e",
  senderName: "Nord",
  senderEmail: "hallo@nord.example",
  replyTo: "",
};

function codesOf(result: { error?: { issues: { path: PropertyKey[]; message: string }[] } }) {
  return result.error?.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
}

test.each([
  [{ senderName: "Nord\r\nBcc: all@nord.example" }, "senderName HEADER_CRLF"],
  [{ senderName: "Nord\u0000" }, "senderName HEADER_CRLF"],
  [{ name: " " }, "name VALUE_REQUIRED"],
  [{ name: "n".repeat(81) }, "name VALUE_TOO_LONG"],
  [{ colour: "teal" }, "colour COLOUR_INVALID"],
  [{ colour: "#2dd4bf" }, "colour COLOUR_CONTRAST"],
])("a brand with %j is told %s", (change, told) => {
  expect(codesOf(brandSchema.safeParse({ ...BRAND, ...change }))).toContain(told);
});

test("a header line cannot hide in an imprint either", () => {
  const result = entitySchema.safeParse({ ...NORD, directors: "Ada\nBcc: x" });
  expect(codesOf(result)).toEqual(["directors HEADER_CRLF"]);
});

test("a time zone that does not exist is refused", () => {
  const given = { name: "Nord", timeZone: "Europe/Berln", locale: "de", currency: "EUR" };
  expect(codesOf(workspaceSchema.safeParse(given))).toEqual(["timeZone INPUT_INVALID"]);
});

test.each([0, 91, 1.5, Number.NaN])("%d days are no attribution window", (attributionDays) => {
  const given = { name: "Nord", timeZone: "Europe/Berlin", locale: "de", currency: "EUR" };
  const result = workspaceSettingsSchema.safeParse({ ...given, attributionDays });
  expect(result.success).toBe(false);
  expect(workspaceSettingsSchema.safeParse({ ...given, attributionDays: 90 }).success).toBe(true);
});

test("a logo over one megabyte is refused before it is decoded", () => {
  expect(codesOf(logoSchema.safeParse("A".repeat(1_400_000)))).toEqual([" UPLOAD_TOO_LARGE"]);
});
