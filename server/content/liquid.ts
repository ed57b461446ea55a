import { filters, Liquid, Parser, type Template, Tokenizer, TokenKind } from "liquidjs";
import { type Plan, planOf } from "./plan";
import { encodePiece } from "./quoted-printable.core";
import { MERGE_FILTERS } from "./schemas";

/** Conditions are all the logic a letter needs; there is nothing to loop over. */
export const ALLOWED_TAGS: readonly string[] = ["if", "unless", "case"];

type Escape = "escape" | ((this: object, value: unknown) => string);

function engine(outputEscape?: Escape): Liquid {
  const liquid = new Liquid({
    ...(outputEscape ? { outputEscape } : {}),
    strictFilters: true,
    ownPropertyOnly: true,
    dynamicPartials: false,
    relativeReference: false,
    // Nothing on disk or in memory can be included even if a tag for it came back.
    templates: {},
    parseLimit: 400_000,
    // Time on the wall: a busy machine that halts us for a moment must not cost anybody their letter.
    // Templates cannot loop and their size is limited, so this is a last resort.
    renderLimit: 10_000,
    memoryLimit: 4_000_000,
  });
  for (const name of Object.keys(liquid.filters)) {
    if (!(MERGE_FILTERS as readonly string[]).includes(name)) liquid.unregisterFilter(name);
  }
  for (const name of Object.keys(liquid.tags)) {
    if (!ALLOWED_TAGS.includes(name)) delete liquid.tags[name];
  }
  // `escape` is what outputEscape itself calls; it is not offered to authors.
  return liquid;
}

/** The very filter behind `outputEscape: "escape"`. */
const escapeHtml = filters.escape as (this: object, value: unknown) => string;

/** Escapes what it prints: for HTML. */
export const htmlEngine = engine("escape");
/** Prints as it is: for subjects and plain text. */
export const textEngine = engine();

/** Texts as `escape` writes them; the filter itself only counts what it is given. */
const printHtml = (text: string) =>
  /[&<>"']/.test(text)
    ? encodePiece(text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign))
    : encodePiece(text);

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

/** Escapes what it prints, and encodes it for the mail. */
const mailHtmlEngine = engine(function (this: object, value: unknown) {
  return encodePiece(String(Reflect.apply(escapeHtml, this, [value])));
});
/** Only encodes. */
const mailTextEngine = engine((value) => encodePiece(asText(value)));
/** Prints as it is, to be made one line of a header. */
const asText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(asText).join("");
  return value === undefined || value === null ? "" : String(value);
};

function parseEncoded(source: string, liquid: Liquid): Template[] {
  const { options } = liquid;
  const tokens = new Tokenizer(source, options.operators).readTopLevelTokens(options);
  for (const token of tokens) {
    if (token.kind !== TokenKind.HTML || !("getContent" in token)) continue;
    const encoded = encodePiece(token.getContent());
    Object.assign(token, { getContent: () => encoded });
  }
  return new Parser(liquid).parseTokens(tokens);
}

/**
 * HTML for the mail: all that is the same for everybody is encoded here, once, and a mail costs no more
 * than its merge tags. What it gives is the encoding of what `htmlEngine` gives.
 */
export function planHtml(source: string): Plan {
  const templates = parseEncoded(source, mailHtmlEngine);
  return planOf(templates, { engine: mailHtmlEngine, print: printHtml });
}

/** The same for the plain part, of what `textEngine` gives. */
export function planText(source: string): Plan {
  const templates = parseEncoded(source, mailTextEngine);
  return planOf(templates, { engine: mailTextEngine, print: encodePiece });
}

/** A subject, as `textEngine` gives it. */
export function planSubject(source: string): Plan {
  return planOf(textEngine.parse(source), { engine: textEngine, print: (text) => text });
}
