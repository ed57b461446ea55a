import type { Template } from "liquidjs";
import type { Person } from "../contacts";
import { AppError, toAppError } from "../kernel";
import type { BrandKit } from "../workspaces";
import type { CompiledLetter } from "./compiled";
import { htmlEngine, planHtml, planSubject, planText, textEngine } from "./liquid";
import type { Plan } from "./plan";
import { decodedBytes, encodePiece } from "./quoted-printable.core";
import { MAX_MESSAGE_BYTES } from "./schemas";

/** A person's own links in one mail (see consent `unsubscribeLinks`). */
export interface LetterLinks {
  pageUrl: string;
  oneClickUrl: string;
}

/** How a mailed letter is led through us; a letter that is shown or tested has none of it. */
export interface LetterTracking {
  /** The address that stands for a link of `content_links`; without it the destination itself. */
  linkTo: (linkId: string) => string;
  /** The picture that tells an open; null for whoever did not allow that. */
  pixelUrl: string | null;
}

/**
 * A product as a letter prints it; both addresses are ones of the web. Null is what there is not:
 * for Liquid an empty text is something.
 */
export interface LetterProduct {
  name: string;
  url: string | null;
  image: string | null;
  price: string | null;
  /** Of its row in content_links; null where nothing is mailed. */
  linkId: string | null;
}

/** What one person's mail shows, by the slot's key. */
export type LetterProducts = Record<string, LetterProduct[]>;

export interface RenderInput {
  person: Person;
  brandKit: Pick<BrandKit, "brand">;
  links: LetterLinks;
  /** See `productsFor`; a letter without product blocks needs none. */
  products?: LetterProducts;
  tracking?: LetterTracking;
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

/** A letter rendered and encoded for the mail: quoted-printable, each part for itself. */
export interface EncodedLetter {
  subject: string;
  /** Quoted-printable; decoded it is what `renderLetter` gives. */
  html: string;
  text: string;
}

/** The pixel as the last thing of the body, where it moves nothing. */
const PIXEL = `{% if pixel %}<img src="{{ pixel }}" width="1" height="1" alt="" style="display:block;border:0"/>{% endif %}`;

function withPixel(html: string): string {
  const end = html.lastIndexOf("</body>");
  return end < 0 ? html + PIXEL : html.slice(0, end) + PIXEL + html.slice(end);
}

interface Parsed<T> {
  subject: T;
  html: T;
  text: T;
}

function keeper<T>(parse: (compiled: CompiledLetter) => Parsed<T>) {
  // `findVersion` gives one object per version, so a version is parsed once in this process.
  const kept = new WeakMap<CompiledLetter, Parsed<T>>();
  return (compiled: CompiledLetter): Parsed<T> => {
    const known = kept.get(compiled);
    if (known) return known;
    const made = parse(compiled);
    kept.set(compiled, made);
    return made;
  };
}

const parsed = keeper<Template[]>(({ subject, html, text }) => ({
  subject: textEngine.parse(subject),
  html: htmlEngine.parse(withPixel(html)),
  text: textEngine.parse(text),
}));

const planned = keeper<Plan>(({ subject, html, text, products }) => ({
  subject: planSubject(subject),
  html: planHtml(withPixel(html)),
  // Holes are closed in the whole text, so where there may be some it is encoded whole.
  text: products.length > 0 ? wholeText(text) : planText(text),
}));

function wholeText(source: string): Plan {
  const templates = textEngine.parse(source);
  return (scope) => encodePiece(plainLines(String(textEngine.renderSync(templates, scope))));
}

/** Products with the way their links take in this mail. */
function shownProducts({ products = {}, tracking }: RenderInput): LetterProducts {
  const led = ({ linkId, ...product }: LetterProduct) => {
    const url = tracking && linkId ? tracking.linkTo(linkId) : product.url;
    return { ...product, linkId, url };
  };
  const slots = Object.entries(products).map(([key, slot]) => [key, slot.map(led)]);
  return Object.fromEntries(slots);
}

interface Destinations {
  to: readonly string[];
  products: LetterProducts;
}

/** Liquid and plans reach own data only: nothing but these names. */
function scopeOf({ person, brandKit, links, tracking }: RenderInput, leads: Destinations): object {
  // Liquid says of whoever has no "size" how many attributes there are.
  const attributes = { size: null, ...person.attributes };
  return {
    contact: {
      first_name: person.firstName,
      last_name: person.lastName,
      email: person.email,
      external_id: person.externalId,
      attributes,
    },
    brand: { name: brandKit.brand.name },
    links: { page: links.pageUrl, to: leads.to },
    products: leads.products,
    pixel: tracking?.pixelUrl ?? null,
  };
}

/** Where each link of the letter leads this person. */
function destinations(compiled: CompiledLetter, tracking: LetterTracking | undefined): string[] {
  return compiled.links.map(({ id, url }) => (tracking && id ? tracking.linkTo(id) : url));
}

/** Where a product block shows nothing, it leaves no hole behind. */
function plainLines(text: string): string {
  return text.replace(/\n{4,}/g, "\n\n");
}

/** A header's value: one line, no control characters, whatever a person's data holds. */
function headerLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

function requireWeb(address: string | null | undefined): void {
  // Not a pattern: an address is put together for each person, and would be written down once more to be matched.
  if (!address || address.startsWith("https://") || address.startsWith("http://")) return;
  throw new AppError("LINK_FORBIDDEN");
}

/** What the templates of this letter may print; LINK_FORBIDDEN when a link is no address of the web. */
function openScope(compiled: CompiledLetter, input: RenderInput): object {
  const to = destinations(compiled, input.tracking);
  const products = shownProducts(input);
  requireWeb(input.links.pageUrl);
  requireWeb(input.tracking?.pixelUrl);
  to.forEach(requireWeb);
  for (const { url, image } of Object.values(products).flat()) {
    requireWeb(url);
    requireWeb(image);
  }
  return scopeOf(input, { to, products });
}

/** Runs templates; what stops them is told by a code. */
function finishing<T>(render: () => T): T {
  try {
    return render();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const isLimit = error instanceof Error && /limit exceeded/.test(error.message);
    const known = toAppError(error);
    if (known.code !== "INTERNAL") throw known;
    throw new AppError(isLimit ? "TEMPLATE_LIMIT" : "TEMPLATE_SYNTAX");
  }
}

function requireSize(bytes: number): void {
  if (bytes > MAX_MESSAGE_BYTES) throw new AppError("MESSAGE_TOO_LARGE");
}

/**
 * The letter as one person gets it. Pure and quick (no IO, parsed once per compiled letter).
 * Throws TEMPLATE_LIMIT or TEMPLATE_SYNTAX when a template does not finish, MESSAGE_TOO_LARGE
 * above 1 MB, LINK_FORBIDDEN when a link is not an address of the web.
 */
export function renderLetter(compiled: CompiledLetter, input: RenderInput): RenderedLetter {
  const scope = openScope(compiled, input);
  return finishing(() => {
    const { subject, html, text } = parsed(compiled);
    const shown = String(htmlEngine.renderSync(html, scope));
    requireSize(Buffer.byteLength(shown));
    const plain = String(textEngine.renderSync(text, scope));
    return {
      subject: headerLine(String(textEngine.renderSync(subject, scope))),
      html: shown,
      text: compiled.products.length > 0 ? plainLines(plain) : plain,
    };
  });
}

/** As `renderLetter`, in the form that a mail carries; what is the same for everybody is encoded once. */
export function renderEncoded(compiled: CompiledLetter, input: RenderInput): EncodedLetter {
  const scope = openScope(compiled, input);
  return finishing(() => {
    const { subject, html, text } = planned(compiled);
    const shown = html(scope);
    // Encoded it is never shorter, so most are not counted.
    if (shown.length > MAX_MESSAGE_BYTES) requireSize(decodedBytes(shown));
    return { subject: headerLine(subject(scope)), html: shown, text: text(scope) };
  });
}
