import { expect, test } from "vitest";
import { ImportMapping } from "../imports/schemas";
import { parseMapping } from "./mapping.core";

test("pairs and a flat object give the same whole mapping", () => {
  const pairs = parseMapping("customer_id=externalId, date=orderedAt, dollar_value=total");
  const flat = parseMapping(
    '{"customer_id":"externalId","date":"orderedAt","dollar_value":"total"}',
  );
  expect(pairs).toEqual(flat);
  expect(ImportMapping.parse(pairs)).toMatchObject({ kind: "orders" });
});

test("attributes are named by their key", () => {
  expect(ImportMapping.parse(parseMapping("E-Mail=email,Stadt=attributes.city"))).toMatchObject({
    kind: "people",
    columns: [{ target: { to: "email" } }, { target: { to: "attribute", key: "city" } }],
  });
});

test.each(["", "email", "a=b=c", "{broken", "=email"])("%j is no mapping", (text) => {
  expect(parseMapping(text)).toBeNull();
});
