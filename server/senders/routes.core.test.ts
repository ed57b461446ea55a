import { expect, test } from "vitest";
import { type Route, routeFor } from "./routes.core";

const rule = (brandId: string | null, kind: string | null, ...servers: string[]): Route[] =>
  servers.map((serverId, position) => ({ brandId, kind, serverId, position }));

const ROUTES = [
  ...rule("nord", "marketing", "both2", "both1").reverse(),
  ...rule(null, null, "any"),
  ...rule(null, "transactional", "kind1", "kind2"),
  ...rule("nord", null, "brand"),
];

test.each([
  ["nord", "marketing", ["both2", "both1"]],
  ["nord", "transactional", ["brand"]],
  ["nord", "opt_in", ["brand"]],
  ["sud", "transactional", ["kind1", "kind2"]],
  ["sud", "marketing", ["any"]],
])("%s, %s goes to %j", (brandId, kind, servers) => {
  expect(routeFor(ROUTES, { brandId, kind })).toEqual(servers);
});

test("without a rule that fits the installation's own server is meant", () => {
  expect(routeFor([], { brandId: "nord", kind: "marketing" })).toEqual([]);
  expect(routeFor(rule("sud", null, "a"), { brandId: "nord", kind: "marketing" })).toEqual([]);
});
