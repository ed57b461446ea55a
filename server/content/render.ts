import type { Template } from "liquidjs";
import type { Person } from "../contacts";
import { AppError, toAppError } from "../kernel";
import type { BrandKit } from "../workspaces";
import { htmlEngine, textEngine } from "./liquid";
import { type CompiledLetter, MAX_MESSAGE_BYTES } from "./schemas";

/** A person's own links in one mail (see consent `unsubscribeLinks`). */
export interface LetterLinks {
  pageUrl: string;
  oneClickUrl: string;
}

export interface RenderInput {
  person: Person;
  brandKit: Pick<BrandKit, "brand">;
  links: LetterLinks;
}

export interface RenderedLetter {
  subject: string;
  html: string;
  text: string;
}

/** Somebody about whom nothing is known: how a letter looks when every fallback is needed. */
export const NOBODY: Person = {
  id: "00000000-0000-7000-8000-000000000000",
  email: null,
  firstName: null,
  lastName: null,
  phone: null,
  locale: null,
  externalId: null,
  attributes: {},
};

interface Parsed {
  subject: Template[];
  html: Template[];
  text: Template[];
}

// `findVersion` gives one object per version, so a version is parsed once in this process.
const parsedLetters = new WeakMap<CompiledLetter, Parsed>();

function parsed(compiled: CompiledLetter): Parsed {
  const known = parsedLetters.get(compiled);
  if (known) return known;
  const made = {
    subject: textEngine.parse(compiled.subject),
    html: htmlEngine.parse(compiled.html),
    text: textEngine.parse(compiled.text),
  };
  parsedLetters.set(compiled, made);
  return made;
}

/** Own data only, without a prototype: nothing but these names can be reached from a template. */
function scopeOf({ person, brandKit, links }: RenderInput): object {
  const attributes = Object.assign(Object.create(null), person.attributes);
  return {
    contact: {
      first_name: person.firstName,
      last_name: person.lastName,
      email: person.email,
      external_id: person.externalId,
      attributes,
    },
    brand: { name: brandKit.brand.name },
    links: { page: links.pageUrl },
  };
}

/** A header's value: one line, no control characters, whatever a person's data holds. */
function headerLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/**
 * The letter as one person gets it. Pure and quick (no IO, parsed once per compiled letter).
 * Throws TEMPLATE_LIMIT or TEMPLATE_SYNTAX when a template does not finish, MESSAGE_TOO_LARGE
 * above 1 MB, LINK_FORBIDDEN when a person's link is not an address of the web.
 */
export function renderLetter(compiled: CompiledLetter, input: RenderInput): RenderedLetter {
  if (!/^https?:\/\//.test(input.links.pageUrl)) throw new AppError("LINK_FORBIDDEN");
  const scope = scopeOf(input);
  try {
    const { subject, html, text } = parsed(compiled);
    const rendered = {
      subject: headerLine(String(textEngine.renderSync(subject, scope))),
      html: String(htmlEngine.renderSync(html, scope)),
      text: String(textEngine.renderSync(text, scope)),
    };
    if (Buffer.byteLength(rendered.html) > MAX_MESSAGE_BYTES) {
      throw new AppError("MESSAGE_TOO_LARGE");
    }
    return rendered;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const isLimit = error instanceof Error && /limit exceeded/.test(error.message);
    const known = toAppError(error);
    if (known.code !== "INTERNAL") throw known;
    throw new AppError(isLimit ? "TEMPLATE_LIMIT" : "TEMPLATE_SYNTAX");
  }
}
