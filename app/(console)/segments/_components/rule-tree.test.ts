import fc from "fast-check";
import { expect, test } from "vitest";
import {
  emptyRule,
  type Group,
  nodesOf,
  type RuleNode,
  type SegmentRule,
} from "@/server/segments/schemas";
import { freshId, insertNode, moveNode, placeOfNode, removeNode, stepOf } from "./rule-tree";

const leaf = (id: string): RuleNode => ({ id, type: "last_order", window: { kind: "ever" } });
const group = (id: string, ...children: RuleNode[]): Group => ({
  id,
  type: "group",
  match: "all",
  isNot: false,
  children,
});

function ruleOf(...children: RuleNode[]): SegmentRule {
  return { ...emptyRule(), root: group("root", ...children) };
}

const reading = (rule: SegmentRule) =>
  nodesOf(rule.root)
    .slice(1)
    .map(({ node, depth }) => `${"-".repeat(depth - 2)}${node.id}`)
    .join(" ");

const start = ruleOf(leaf("a"), group("g", leaf("b"), leaf("c")), leaf("d"));

test("steps read like the page: past rows, into groups, out of them", () => {
  const walk = (way: "up" | "down", id: string) => {
    const seen: string[] = [];
    let rule = start;
    for (let to = stepOf(rule, id, way); to; to = stepOf(rule, id, way)) {
      rule = moveNode(rule, id, to);
      seen.push(reading(rule));
    }
    return seen;
  };
  expect(walk("down", "a")).toEqual([
    "g -a -b -c d",
    "g -b -a -c d",
    "g -b -c -a d",
    "g -b -c a d",
    "g -b -c d a",
  ]);
  expect(walk("up", "d")).toEqual([
    "a g -b -c -d",
    "a g -b -d -c",
    "a g -d -b -c",
    "a d g -b -c",
    "d a g -b -c",
  ]);
});

test("a group moves with its rows, but not into itself", () => {
  expect(reading(moveNode(start, "g", { groupId: "root", index: 0 }))).toBe("g -b -c a d");
  expect(moveNode(start, "g", { groupId: "g", index: 1 })).toBe(start);
  expect(moveNode(start, "x", { groupId: "g", index: 1 })).toBe(start);
});

test("whatever is moved, no row is lost or doubled, and the old rule stays", () => {
  const ids = ["a", "g", "b", "c", "d"];
  const steps = fc.array(
    fc.record({
      id: fc.constantFrom(...ids),
      way: fc.constantFrom("up" as const, "down" as const),
    }),
  );
  fc.assert(
    fc.property(steps, (moves) => {
      let rule = start;
      for (const { id, way } of moves) {
        const to = stepOf(rule, id, way);
        if (to) rule = moveNode(rule, id, to);
      }
      const found = nodesOf(rule.root).map(({ node }) => node.id);
      expect([...found].sort()).toEqual(["root", ...ids].sort());
    }),
  );
  expect(reading(start)).toBe("a g -b -c d");
});

test("new rows get ids of their own, removed ones are gone with what is in them", () => {
  const id = freshId(start);
  const more = insertNode(start, leaf(id), { groupId: "g", index: 1 });
  expect(placeOfNode(more, id)).toMatchObject({ group: { id: "g" }, index: 1 });
  expect(reading(removeNode(more, "g"))).toBe("a d");
});
