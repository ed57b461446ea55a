import type { Page } from "@playwright/test";
import { MARK, MARKS_AT_END } from "@/app/_i18n/marked";

/** The library of our progress bar hides an "x" in it, without which some screen readers do not read its label. */
const HELPS_SCREEN_READERS = "[role='progressbar'] > [role='presentation'][style]";
const SKIPPED = `script, style, title, noscript, template, iframe, nextjs-portal, [translate='no'], ${HELPS_SCREEN_READERS}`;
const ATTRIBUTES = [
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-valuetext",
  "title",
  "placeholder",
  "alt",
];

/**
 * Texts on the page that did not come through a catalogue, when they are marked (app/_i18n/marked.ts). The rule:
 *
 * - The catalogues' texts stand between two invisible marks. Walking all text of the document in order, a
 *   letter outside such a pair is a fault, whether the text can be seen now or not (dialogs and
 *   labels for screen readers count). Digits, punctuation and symbols are nobody's language.
 * - What people wrote, and numbers and dates formatted for the language, stand inside an element
 *   with translate="no", and are left out. So are scripts, styles and embedded documents (mail).
 * - The same for ATTRIBUTES of every element, and for the document's title.
 */
export async function untranslated(page: Page): Promise<string[]> {
  const texts = await readTexts(page);
  const inOrder = bareTexts(texts.map((text) => text.text)).map((bare, index) =>
    bare ? `text "${bare}" in ${texts[index]?.where}` : "",
  );
  const labels = (await readLabels(page)).map(({ text, where }) =>
    bareTexts([text])[0] ? `${where} "${text}"` : "",
  );
  return [...inOrder, ...labels].filter(Boolean);
}

const RUNS = new RegExp(`(${MARK}+)`);

/** What stands outside every pair of marks, per text, where that holds a letter; else ''. */
function bareTexts(texts: readonly string[]): string[] {
  let depth = 0;
  return texts.map((text) => {
    let outside = "";
    for (const piece of text.split(RUNS)) {
      if (piece.startsWith(MARK)) {
        // Where one text ends and the next begins, the marks of both stand in one run.
        const ends = Math.floor(piece.length / MARKS_AT_END);
        depth = Math.max(0, depth - ends) + (piece.length % MARKS_AT_END);
      } else if (depth === 0) outside += piece;
    }
    return /\p{L}/u.test(outside) ? outside.trim() : "";
  });
}

interface Found {
  text: string;
  where: string;
}

function readTexts(page: Page): Promise<Found[]> {
  return page.evaluate((skipped) => {
    const found: Found[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || parent.closest(skipped)) continue;
      const where = `${parent.parentElement?.localName ?? ""} > ${parent.localName}`;
      found.push({ text: node.textContent ?? "", where });
    }
    return found;
    // What stands in a field was typed; its label and placeholder are read below.
  }, `${SKIPPED}, textarea`);
}

function readLabels(page: Page): Promise<Found[]> {
  return page.evaluate(
    ([skipped, attributes]) => {
      const elements = [...document.querySelectorAll(attributes.map((a) => `[${a}]`).join(","))];
      const found = elements
        .filter((element) => !element.closest(skipped))
        .flatMap((element) =>
          attributes.map((attribute) => ({
            text: element.getAttribute(attribute) ?? "",
            where: `${attribute} of ${element.localName}`,
          })),
        );
      return [...found, { text: document.title, where: "title of the document" }];
    },
    [SKIPPED, ATTRIBUTES] as [string, string[]],
  );
}
