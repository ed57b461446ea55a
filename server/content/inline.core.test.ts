import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areConditionsNested, linksOf, parseLine, parseText } from "./inline.core";

describe("parseText", () => {
  it("parts paragraphs at blank lines and keeps single breaks", () => {
    const paragraphs = parseText("one\ntwo\n\n\nthree\r\n\r\nfour");
    expect(paragraphs).toHaveLength(3);
    expect(paragraphs[0]).toContainEqual({ kind: "break" });
  });

  it("reads bold, italic and links inside each other", () => {
    expect(parseText("**a *b* [c](https://x.example)**")).toEqual([
      [
        {
          kind: "strong",
          children: [
            { kind: "text", text: "a " },
            { kind: "em", children: [{ kind: "text", text: "b" }] },
            { kind: "text", text: " " },
            {
              kind: "link",
              href: "https://x.example",
              children: [{ kind: "text", text: "c" }],
            },
          ],
        },
      ],
    ]);
  });

  it("never cuts through a merge tag", () => {
    const tag = '{{ contact.first_name | default: "**you**" }}';
    expect(parseText(`*${tag}*`)).toEqual([
      [{ kind: "em", children: [{ kind: "liquid", source: tag }] }],
    ]);
    expect(parseLine(`Hi ${tag}!`)).toHaveLength(3);
  });

  it("leaves marks that never close, and escaped ones, as text", () => {
    const flat = (source: string) =>
      parseText(source)
        .flat()
        .map((inline) => (inline.kind === "text" ? inline.text : `<${inline.kind}>`))
        .join("");
    expect(flat("2 * 3 = 6")).toBe("2 * 3 = 6");
    expect(flat("**open")).toBe("**open");
    expect(flat("\\*no\\*")).toBe("*no*");
    expect(flat("[a] (b)")).toBe("[a] (b)");
  });

  it("reads any text without throwing or losing letters", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab*[]()\\{}%\n ") }), (source) => {
        const text = JSON.stringify(parseText(source));
        const letters = (s: string) => [...s].filter((c) => c === "a").length;
        expect(letters(text.replace(/"[a-z]+":/g, "").replace(/break|liquid|text/g, ""))).toBe(
          letters(source),
        );
      }),
    );
  });

  it("finds every link", () => {
    const paragraphs = parseText("[a](https://a.example) **[b](javascript:x)**\n\n[c](mailto:c@d)");
    expect(linksOf(paragraphs)).toEqual(["https://a.example", "javascript:x", "mailto:c@d"]);
  });
});

describe("areConditionsNested", () => {
  it.each([
    ["{% if contact.email %}a{% else %}b{% endif %}", true],
    ["**{% if contact.email %}a{% endif %}**", true],
    ["{% if contact.email %}**a{% endif %}**", false],
    ["[a{% if contact.email %}](https://x.example)b{% endif %}", false],
    ["{% else %}", false],
    ["{% endif %}{% if contact.email %}", false],
  ])("%s → %s", (source, expected) => {
    expect(parseText(source).every(areConditionsNested)).toBe(expected);
  });
});
