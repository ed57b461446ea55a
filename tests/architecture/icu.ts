/**
 * A small reader of ICU message syntax: enough to list the arguments of a message. Formatting itself
 * is next-intl's.
 */
export type IcuNode =
  | { kind: "text"; text: string }
  | { kind: "tag"; source: string; name: string }
  | { kind: "argument"; source: string; name: string; type: string }
  | { kind: "choice"; head: string; name: string; type: string; branches: IcuBranch[] };

export type IcuBranch = { selector: string; nodes: IcuNode[] };

const CHOICES = new Set(["plural", "select", "selectordinal"]);

type Cursor = { source: string; at: number };

/** Reads a message. Throws an Error that names the place when braces do not match. */
export function parseIcu(source: string): IcuNode[] {
  const cursor = { source, at: 0 };
  const nodes = readNodes(cursor, false);
  if (cursor.at < source.length) throw new Error(`Unexpected "}" at ${cursor.at} in: ${source}`);
  return nodes;
}

function readNodes(cursor: Cursor, nested: boolean): IcuNode[] {
  const nodes: IcuNode[] = [];
  while (cursor.at < cursor.source.length) {
    const char = cursor.source[cursor.at];
    if (char === "}") {
      if (nested) return nodes;
      break;
    }
    if (char === "{") nodes.push(readArgument(cursor));
    else nodes.push(readTag(cursor) ?? readText(cursor));
  }
  if (nested) throw new Error(`Missing "}" in: ${cursor.source}`);
  return nodes;
}

function readText(cursor: Cursor): IcuNode {
  const start = cursor.at;
  // At least one character, so that a lone "<" cannot stop the reader.
  do {
    // An apostrophe before a brace quotes up to the next apostrophe.
    if (cursor.source[cursor.at] === "'" && /[{}]/.test(cursor.source[cursor.at + 1] ?? "")) {
      const end = cursor.source.indexOf("'", cursor.at + 1);
      cursor.at = end < 0 ? cursor.source.length : end + 1;
    } else cursor.at += 1;
  } while (cursor.at < cursor.source.length && !/[{}<]/.test(cursor.source[cursor.at] ?? ""));
  return { kind: "text", text: cursor.source.slice(start, cursor.at) };
}

function readTag(cursor: Cursor): IcuNode | null {
  const match = /^<\/?([A-Za-z][\w-]*)\s*\/?>/.exec(cursor.source.slice(cursor.at));
  if (!match) return null;
  cursor.at += match[0].length;
  return { kind: "tag", source: match[0], name: match[1] ?? "" };
}

function readArgument(cursor: Cursor): IcuNode {
  const start = cursor.at;
  const head = /^\{\s*([\w-]+)\s*(?:,\s*(\w+)\s*)?(?=[,}])/.exec(cursor.source.slice(start));
  if (!head) throw new Error(`Not an argument at ${start} in: ${cursor.source}`);
  const [matched, name = "", type = ""] = head;
  cursor.at += matched.length;
  if (!CHOICES.has(type)) {
    const end = cursor.source.indexOf("}", cursor.at);
    if (end < 0) throw new Error(`Missing "}" in: ${cursor.source}`);
    cursor.at = end + 1;
    return { kind: "argument", source: cursor.source.slice(start, cursor.at), name, type };
  }
  cursor.at += 1;
  return { kind: "choice", head: `${matched},`, name, type, branches: readBranches(cursor) };
}

function readBranches(cursor: Cursor): IcuBranch[] {
  const branches: IcuBranch[] = [];
  for (;;) {
    const open = /^\s*((?:offset:\d+\s+)?(?:=\d+|[\w-]+))\s*\{/.exec(
      cursor.source.slice(cursor.at),
    );
    if (!open) break;
    cursor.at += open[0].length;
    branches.push({ selector: open[1] ?? "", nodes: readNodes(cursor, true) });
    cursor.at += 1;
  }
  const close = /^\s*\}/.exec(cursor.source.slice(cursor.at));
  if (!close) throw new Error(`Missing "}" at ${cursor.at} in: ${cursor.source}`);
  cursor.at += close[0].length;
  return branches;
}

/** Every argument and tag of a message as `name:type`, sorted, once each. */
export function icuArguments(nodes: IcuNode[]): string[] {
  const found = nodes.flatMap((node): string[] => {
    if (node.kind === "text") return [];
    if (node.kind === "tag") return [`${node.name}:tag`];
    if (node.kind === "argument") return [`${node.name}:${node.type}`];
    return [`${node.name}:${node.type}`, ...node.branches.flatMap((b) => icuArguments(b.nodes))];
  });
  return [...new Set(found)].sort();
}
