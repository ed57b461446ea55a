import type { Locale } from "./locales";
import type { Catalogue } from "./marked";

// One file per area and language. The bundler finds them, so a new area needs no entry here.
const files = import.meta.glob<Catalogue>("../../messages/*/*.json", { import: "default" });

/** All areas of one language, keyed by file name: `messages/en/nav.json` is the namespace `nav`. */
export async function loadCatalogue(locale: Locale): Promise<Record<string, Catalogue>> {
  const wanted = Object.entries(files).flatMap(([path, load]) => {
    const match = /messages\/([a-z]+)\/([a-z-]+)\.json$/.exec(path);
    return match?.[1] === locale && match[2] ? [{ area: match[2], load }] : [];
  });
  const areas = await Promise.all(wanted.map(async ({ area, load }) => [area, await load()]));
  return Object.fromEntries(areas);
}
