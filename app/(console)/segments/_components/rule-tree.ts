import type { Group, RuleNode, SegmentRule } from "@/server/segments/schemas";

/** Changes of a rule's tree. Each gives a new tree and leaves the old one as it was. */

function mapGroups(group: Group, change: (group: Group) => Group): Group {
  const children = group.children.map((child) =>
    child.type === "group" ? mapGroups(child, change) : child,
  );
  return change({ ...group, children });
}

const withRoot = (rule: SegmentRule, root: Group): SegmentRule => ({ ...rule, root });

/** Puts a node in the place of the one with its id. */
export function replaceNode(rule: SegmentRule, node: RuleNode): SegmentRule {
  if (node.id === rule.root.id) return node.type === "group" ? withRoot(rule, node) : rule;
  const root = mapGroups(rule.root, (group) => ({
    ...group,
    children: group.children.map((child) => (child.id === node.id ? node : child)),
  }));
  return withRoot(rule, root);
}

export function removeNode(rule: SegmentRule, id: string): SegmentRule {
  const root = mapGroups(rule.root, (group) => ({
    ...group,
    children: group.children.filter((child) => child.id !== id),
  }));
  return withRoot(rule, root);
}

/** Puts a node into a group, before the child at `index` (at the end without one). */
export function insertNode(
  rule: SegmentRule,
  node: RuleNode,
  place: { groupId: string; index?: number },
): SegmentRule {
  const root = mapGroups(rule.root, (group) =>
    group.id === place.groupId
      ? {
          ...group,
          children: group.children.toSpliced(place.index ?? group.children.length, 0, node),
        }
      : group,
  );
  return withRoot(rule, root);
}

/** Where a node stands: its group and its place in it; null for the root and for unknown ids. */
export function placeOfNode(rule: SegmentRule, id: string): { group: Group; index: number } | null {
  const search = (group: Group): { group: Group; index: number } | null => {
    const index = group.children.findIndex((child) => child.id === id);
    if (index >= 0) return { group, index };
    for (const child of group.children) {
      const found = child.type === "group" ? search(child) : null;
      if (found) return found;
    }
    return null;
  };
  return search(rule.root);
}

/** The node with an id; null for the root and for unknown ids. */
export function nodeOf(rule: SegmentRule, id: string): RuleNode | null {
  const place = placeOfNode(rule, id);
  return place?.group.children[place.index] ?? null;
}

const contains = (node: RuleNode, id: string): boolean =>
  node.id === id || (node.type === "group" && node.children.some((child) => contains(child, id)));

/** Takes a node out and puts it elsewhere. Into itself is no place: the rule stays as it is. */
export function moveNode(
  rule: SegmentRule,
  id: string,
  to: { groupId: string; index: number },
): SegmentRule {
  const from = placeOfNode(rule, id);
  const node = from?.group.children[from.index];
  if (!from || !node || contains(node, to.groupId)) return rule;
  const isBehind = from.group.id === to.groupId && from.index < to.index;
  const index = isBehind ? to.index - 1 : to.index;
  return insertNode(removeNode(rule, id), node, { groupId: to.groupId, index });
}

/**
 * One step up or down as one reads: past a neighbouring row, into a neighbouring group, or out of
 * the own one. Null where there is no further step.
 */
export function stepOf(
  rule: SegmentRule,
  id: string,
  way: "up" | "down",
): { groupId: string; index: number } | null {
  const place = placeOfNode(rule, id);
  if (!place) return null;
  const { group, index } = place;
  const neighbour = group.children[way === "up" ? index - 1 : index + 1];
  if (neighbour?.type === "group") {
    return { groupId: neighbour.id, index: way === "up" ? neighbour.children.length : 0 };
  }
  if (neighbour) return { groupId: group.id, index: way === "up" ? index - 1 : index + 2 };
  const outer = placeOfNode(rule, group.id);
  if (!outer) return null;
  return { groupId: outer.group.id, index: way === "up" ? outer.index : outer.index + 1 };
}

/** An id no node of the rule has. */
export function freshId(rule: SegmentRule): string {
  const taken = (node: RuleNode): string[] => [
    node.id,
    ...(node.type === "group" ? node.children.flatMap(taken) : []),
  ];
  const ids = new Set(taken(rule.root));
  for (let n = ids.size; ; n += 1) {
    if (!ids.has(`row-${n}`)) return `row-${n}`;
  }
}
