import { Liquid } from "liquidjs";
import { MERGE_FILTERS } from "./schemas";

/** Conditions are all the logic a letter needs; there is nothing to loop over. */
export const ALLOWED_TAGS: readonly string[] = ["if", "unless", "case"];

function engine(isHtml: boolean): Liquid {
  const liquid = new Liquid({
    ...(isHtml ? { outputEscape: "escape" as const } : {}),
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

/** Escapes what it prints: for HTML. */
export const htmlEngine = engine(true);
/** Prints as it is: for subjects and plain text. */
export const textEngine = engine(false);
