/** A piece of formatted text. Merge tags stay one piece, so that no formatting cuts through them. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "liquid"; source: string }
  | { kind: "break" }
  | { kind: "strong"; children: Inline[] }
  | { kind: "em"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] };

type Token =
  | { kind: "text"; text: string }
  | { kind: "liquid"; source: string }
  | { kind: "newline" }
  | { kind: "mark"; mark: "**" | "*" | "[" }
  | { kind: "linkEnd"; href: string; source: string };

const LIQUID = /^(?:\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/;

function nextToken(rest: string): [Token, number] {
  const liquid = LIQUID.exec(rest)?.[0];
  if (liquid) return [{ kind: "liquid", source: liquid }, liquid.length];
  const escaped = /^\\([\\*[\]()])/.exec(rest);
  if (escaped?.[1]) return [{ kind: "text", text: escaped[1] }, 2];
  if (rest.startsWith("\n")) return [{ kind: "newline" }, 1];
  if (rest.startsWith("**")) return [{ kind: "mark", mark: "**" }, 2];
  if (rest.startsWith("*")) return [{ kind: "mark", mark: "*" }, 1];
  if (rest.startsWith("[")) return [{ kind: "mark", mark: "[" }, 1];
  const end = /^\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/.exec(rest);
  if (end) return [{ kind: "linkEnd", href: end[1] ?? "", source: end[0] }, end[0].length];
  const plain = /^[^{\\\n*[\]]+/.exec(rest)?.[0] ?? rest.slice(0, 1);
  return [{ kind: "text", text: plain }, plain.length];
}

function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const [token, length] = nextToken(source.slice(at));
    tokens.push(token);
    at += length;
  }
  return tokens;
}

interface Open {
  mark: "**" | "*" | "[";
  children: Inline[];
}

/** An opened mark that never closes is ordinary text. */
function unwind(stack: Open[], target: Inline[], from: number): void {
  for (const open of stack.splice(from)) {
    target.push({ kind: "text", text: open.mark }, ...open.children);
  }
}

class Paragraph {
  private readonly root: Inline[] = [];
  private readonly stack: Open[] = [];

  private get top(): Inline[] {
    return this.stack.at(-1)?.children ?? this.root;
  }

  add(token: Token): void {
    switch (token.kind) {
      case "text":
      case "liquid":
        this.top.push(token);
        return;
      case "newline":
        this.top.push({ kind: "break" });
        return;
      case "mark":
        this.mark(token.mark);
        return;
      case "linkEnd":
        this.endLink(token);
        return;
      default:
        token satisfies never;
    }
  }

  private mark(mark: "**" | "*" | "["): void {
    const at = mark === "[" ? -1 : this.stack.findLastIndex((open) => open.mark === mark);
    // Never closes across a link's bracket: its label would lose its end.
    const isCrossing = this.stack.slice(at + 1).some((open) => open.mark === "[");
    if (at < 0 || isCrossing) {
      this.stack.push({ mark, children: [] });
      return;
    }
    const children = this.close(at);
    this.top.push({ kind: mark === "**" ? "strong" : "em", children });
  }

  private endLink(token: { href: string; source: string }): void {
    const at = this.stack.findLastIndex((open) => open.mark === "[");
    if (at < 0) {
      this.top.push({ kind: "text", text: token.source });
      return;
    }
    const children = this.close(at);
    this.top.push({ kind: "link", href: token.href, children });
  }

  private close(at: number): Inline[] {
    const children = this.stack[at]?.children ?? [];
    unwind(this.stack, children, at + 1);
    this.stack.splice(at);
    return children;
  }

  end(): Inline[] {
    unwind(this.stack, this.root, 0);
    return this.root;
  }
}

/** A text block as paragraphs of formatted pieces. Never throws: what is no mark is text. */
export function parseText(source: string): Inline[][] {
  const paragraphs: Inline[][] = [];
  let current = new Paragraph();
  const tokens = tokenise(source.replace(/\r\n?/g, "\n"));
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind === "newline" && tokens[i + 1]?.kind === "newline") {
      paragraphs.push(current.end());
      current = new Paragraph();
      while (tokens[i + 1]?.kind === "newline") i++;
    } else if (token) current.add(token);
  }
  paragraphs.push(current.end());
  return paragraphs.map(trim).filter((inlines) => inlines.length > 0);
}

/** One line with merge tags and no formatting (headings, labels). */
export function parseLine(source: string): Inline[] {
  return source
    .split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/)
    .filter((part) => part !== "")
    .map((part) =>
      LIQUID.test(part) ? { kind: "liquid", source: part } : { kind: "text", text: part },
    );
}

function trim(inlines: Inline[]): Inline[] {
  const isBlank = (inline: Inline | undefined) =>
    inline?.kind === "break" || (inline?.kind === "text" && inline.text.trim() === "");
  let from = 0;
  let to = inlines.length;
  while (from < to && isBlank(inlines[from])) from++;
  while (to > from && isBlank(inlines[to - 1])) to--;
  return inlines.slice(from, to);
}

/** Every link of a text, in order. */
export function linksOf(paragraphs: readonly Inline[][]): string[] {
  const inside = (inlines: readonly Inline[]): string[] =>
    inlines.flatMap((inline) => {
      if (inline.kind === "link") return [inline.href, ...inside(inline.children)];
      return inline.kind === "strong" || inline.kind === "em" ? inside(inline.children) : [];
    });
  return paragraphs.flatMap(inside);
}

function depthAfter(source: string, depth: number): number {
  const name = /^\{%-?\s*(\w+)/.exec(source)?.[1] ?? "";
  if (/^(if|unless|case)$/.test(name)) return depth + 1;
  if (/^end/.test(name)) return depth - 1;
  return /^(else|elsif|when)$/.test(name) && depth === 0 ? -1 : depth;
}

/**
 * Whether every condition that begins inside a formatted piece also ends there. Otherwise a false
 * condition would drop one half of a pair of HTML tags and its link would swallow what follows.
 */
export function areConditionsNested(inlines: readonly Inline[]): boolean {
  let depth = 0;
  for (const inline of inlines) {
    if (inline.kind === "liquid") depth = depthAfter(inline.source, depth);
    if (depth < 0) return false;
    if ("children" in inline && !areConditionsNested(inline.children)) return false;
  }
  return depth === 0;
}
