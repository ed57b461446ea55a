import { expect, test } from "vitest";
import { htmlFor } from "./mail-view";

const HTML =
  '<style>@media (prefers-color-scheme:dark){p{color:#fff}}</style><img alt="A cup" src="https://x.example/a.png"/><p>src="kept"</p>';

test("a plain look shows the very mail", () => {
  expect(htmlFor(HTML, { isDark: false, hasImages: true })).toBe(HTML);
});

test("a dark look switches the letter's own dark style on", () => {
  const shown = htmlFor(HTML, { isDark: true, hasImages: true });
  expect(shown).toBe(HTML.replace("(prefers-color-scheme:dark)", "all"));
});

test("a look without pictures keeps their descriptions", () => {
  const shown = htmlFor(HTML, { isDark: false, hasImages: false });
  expect(shown).toContain('<img alt="A cup" src=""/><p>src="kept"</p>');
});
