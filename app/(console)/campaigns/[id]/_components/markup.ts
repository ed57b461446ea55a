/** How a stretch of an author's text looks while it is edited. All stretches joined are the text. */
export interface Stretch {
  text: string;
  /** Place in the text; doubles as the stretch's identity. */
  at: number;
  isTag: boolean;
  /** A sign that formats and is not part of what is read. */
  isMark: boolean;
  isBold: boolean;
  isItalic: boolean;
  isLink: boolean;
}

const PIECES =
  /(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|\\[\\*[\]()]|(\*\*|\*)|(\[)(?=[^\]\n]*\]\([^()\s]*\))|(\]\([^()\s]*\))/g;

interface State {
  isBold: boolean;
  isItalic: boolean;
  isLink: boolean;
}

function step(state: State, mark: string): State {
  if (mark === "**") return { ...state, isBold: !state.isBold };
  if (mark === "*") return { ...state, isItalic: !state.isItalic };
  if (mark === "[") return { ...state, isLink: true };
  return { ...state, isLink: false };
}

/** Splits a text block's source for display; with `isPlain` only merge tags stand out. */
export function stretchesOf(source: string, isPlain: boolean): Stretch[] {
  const found: Stretch[] = [];
  let state: State = { isBold: false, isItalic: false, isLink: false };
  let from = 0;
  const add = (text: string, more: Partial<Stretch> = {}) => {
    if (text) found.push({ text, at: from, isTag: false, isMark: false, ...state, ...more });
    from += text.length;
  };
  for (const match of source.matchAll(PIECES)) {
    const [piece, tag, emphasis, open, close] = match;
    const mark = emphasis ?? open ?? close;
    if (!tag && (isPlain || !mark)) continue;
    add(source.slice(from, match.index));
    if (tag) add(tag, { isTag: true });
    else if (mark) {
      const after = step(state, mark);
      // Formatting never reaches into the next paragraph.
      add(piece, { isMark: true });
      state = after;
    }
  }
  add(source.slice(from));
  return found;
}
