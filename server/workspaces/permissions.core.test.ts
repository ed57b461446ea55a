import { expect, test } from "vitest";
import { mayInBrand, PERMISSIONS, type Permission, permissionsOf, ROLES } from "./permissions.core";

/** What each role may do without any grant. The product's promise, written out. */
const TABLE: Record<Permission, string> = {
  "workspace.read": "owner admin marketer analyst",
  "workspace.configure": "owner admin",
  "members.read": "owner admin marketer",
  "members.manage": "owner admin",
  "audit.read": "owner admin",
  "contacts.read": "owner admin marketer analyst",
  "contacts.write": "owner admin marketer",
  "contacts.import": "owner admin marketer",
  "contacts.export": "owner admin marketer",
  "segments.write": "owner admin marketer",
  "catalog.read": "owner admin marketer analyst",
  "catalog.write": "owner admin marketer",
  "consent.read": "owner admin marketer analyst",
  "consent.configure": "owner admin",
  "campaigns.read": "owner admin marketer analyst",
  "campaigns.write": "owner admin marketer",
  "campaigns.send": "owner admin",
  "mailbox.read": "owner admin marketer",
};

test.each(ROLES)("%s may do exactly what the table says", (role) => {
  const expected = PERMISSIONS.filter((permission) => TABLE[permission].split(" ").includes(role));
  expect(permissionsOf(role, [])).toEqual(expected);
});

test("an unknown role may do nothing", () => {
  expect(permissionsOf("superuser", [])).toEqual([]);
  expect(mayInBrand({ role: "superuser", grants: [] }, "workspace.read", "b1")).toBe(false);
});

test("a grant gives only what can be granted", () => {
  const all = PERMISSIONS.map((permission) => ({ permission, brandId: null }));
  expect(permissionsOf("analyst", all)).toEqual([
    ...permissionsOf("analyst", []),
    "campaigns.send",
  ]);
});

const grant = (brandId: string | null) => [{ permission: "campaigns.send", brandId }];

test.each([
  { role: "owner", grants: [], brandId: "b1", isAllowed: true },
  { role: "admin", grants: [], brandId: "b1", isAllowed: true },
  { role: "marketer", grants: [], brandId: "b1", isAllowed: false },
  { role: "marketer", grants: grant("b1"), brandId: "b1", isAllowed: true },
  { role: "marketer", grants: grant("b1"), brandId: "b2", isAllowed: false },
  { role: "marketer", grants: grant(null), brandId: "b2", isAllowed: true },
  { role: "analyst", grants: grant("b1"), brandId: "b1", isAllowed: true },
])("$role with $grants may send for $brandId: $isAllowed", (row) => {
  expect(mayInBrand(row, "campaigns.send", row.brandId)).toBe(row.isAllowed);
});
