import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyProducts,
  decideProductUndo,
  fateOf,
  type IncomingProduct,
  type ProductFootprint,
  type ProductPolicy,
  type StandingProduct,
} from "./apply.core";

const KNOWN: StandingProduct = {
  id: "known",
  sku: "K",
  name: "Old name",
  description: "",
  category: "",
  url: "",
  image_url: "",
  price: "5.00",
  currency: "EUR",
  stock: null,
};

/** Applies rows in pieces, as chunks of an import do. */
function take(rows: readonly IncomingProduct[], policy: ProductPolicy, size = rows.length) {
  let made = 0;
  const standing = {
    bySku: new Map([[KNOWN.sku, { ...KNOWN }]]),
    footprints: new Map<string, ProductFootprint>(),
  };
  const intake = { policy, currency: "EUR", newId: () => `new ${++made}` };
  for (let at = 0; at < rows.length; at += Math.max(1, size)) {
    applyProducts(rows.slice(at, at + Math.max(1, size)), standing, intake);
  }
  return standing;
}

const row = (sku: string, fields: IncomingProduct["fields"]): IncomingProduct => ({ sku, fields });
const priced = (price: string, currency = "EUR") => ({ price, currency });

describe("rows of one product that differ", () => {
  test("the last filled cell wins, an empty one erases nothing", () => {
    const rows = [
      row("A", { name: "Mug", ...priced("2.55") }),
      row("A", priced("2.95")),
      row("A", { name: "Mug, red" }),
      row("A", {}),
    ];
    for (const policy of ["fill_empty", "overwrite", "keep"] as const) {
      expect(take(rows, policy).bySku.get("A")).toMatchObject({ name: "Mug, red", price: "2.95" });
    }
  });

  test("a price of 0 stands where none does, and replaces none", () => {
    const free = take([row("A", priced("0.00"))], "overwrite").bySku.get("A");
    expect(free?.price).toBe("0.00");
    const rows = [row("A", priced("0.00")), row("A", priced("1.25")), row("A", priced("0.00"))];
    expect(take(rows, "overwrite").bySku.get("A")?.price).toBe("1.25");
  });

  test("currency goes with the price that was written", () => {
    const kept = take([row("K", priced("7.00", "USD"))], "fill_empty").bySku.get("K");
    expect(kept).toMatchObject({ price: "5.00", currency: "EUR" });
    const written = take([row("K", priced("7.00", "USD"))], "overwrite").bySku.get("K");
    expect(written).toMatchObject({ price: "7.00", currency: "USD" });
  });
});

test.each([
  ["fill_empty", { name: "Old name", category: "Second", price: "5.00" }, "updated"],
  ["overwrite", { name: "Second name", category: "Second", price: "6.00" }, "updated"],
  ["keep", { name: "Old name", category: "", price: "5.00" }, "unchanged"],
] as const)("a known product under %s", (policy, expected, fate) => {
  const rows = [
    row("K", { name: "First name", category: "First" }),
    row("K", { name: "Second name", category: "Second", ...priced("6.00") }),
  ];
  const { bySku, footprints } = take(rows, policy);
  expect(bySku.get("K")).toMatchObject(expected);
  const footprint = footprints.get("known");
  expect(footprint && fateOf(footprint)).toBe(fate);
});

const anyRow = fc.record({
  sku: fc.constantFrom("K", "A", "B"),
  fields: fc.record(
    {
      name: fc.constantFrom("x", "y", "Old name"),
      price: fc.constantFrom("0.00", "1.00", "5.00"),
      currency: fc.constantFrom("EUR", "USD"),
      stock: fc.constantFrom(0, 3),
    },
    { requiredKeys: [] },
  ),
});
const anyPolicy = fc.constantFrom("fill_empty" as const, "overwrite" as const, "keep" as const);

test("however the rows are cut into chunks, products and footprints are the same", () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), anyPolicy, fc.nat(5), (rows, policy, size) => {
      expect(take(rows, policy, size + 1)).toEqual(take(rows, policy));
    }),
  );
});

test("an undo of everything leaves what stood there before", () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), anyPolicy, (rows, policy) => {
      const { bySku, footprints } = take(rows, policy);
      for (const product of bySku.values()) {
        const footprint = footprints.get(product.id);
        if (!footprint) continue;
        const since = { isArchived: false, isMetAgain: false };
        const undo = decideProductUndo(footprint, product, since);
        if (product.id !== "known") expect(undo).toEqual({ kind: "remove" });
        else expect({ ...product, ...(undo.kind === "restore" && undo.values) }).toEqual(KNOWN);
      }
    }),
  );
});

describe("an undo spares", () => {
  const made: ProductFootprint = { isCreated: true, changes: { name: ["", "Mug"] } };
  const mug = { ...KNOWN, name: "Mug", price: null };
  test.each([
    [mug, { isArchived: false, isMetAgain: false }, "remove"],
    [{ ...mug, stock: 3 }, { isArchived: false, isMetAgain: false }, "restore"],
    [mug, { isArchived: true, isMetAgain: false }, "restore"],
    [mug, { isArchived: false, isMetAgain: true }, "restore"],
  ])("what was touched since (%#)", (product, since, expected) => {
    expect(decideProductUndo(made, product, since).kind).toBe(expected);
  });

  test("a value that was edited since", () => {
    const footprint = {
      isCreated: false,
      changes: { name: ["", "Mug"], category: ["", "Home"] },
    } satisfies ProductFootprint;
    const now = { ...KNOWN, name: "Edited", category: "Home" };
    expect(decideProductUndo(footprint, now, { isArchived: false, isMetAgain: false })).toEqual({
      kind: "restore",
      values: { category: "" },
      isSpared: true,
    });
  });
});
