import { describe, expect, it } from "vitest";
import { stretchesOf } from "./markup";

describe("stretchesOf", () => {
  it("keeps every sign of the source", () => {
    const source =
      'Hi **{{ contact.first_name | default: "you*" }}** [a](https://x.example) \\* *z';
    const joined = stretchesOf(source, false)
      .map((s) => s.text)
      .join("");
    expect(joined).toBe(source);
    expect(
      stretchesOf(source, true)
        .map((s) => s.text)
        .join(""),
    ).toBe(source);
  });

  it("marks tags, bold and links", () => {
    const found = stretchesOf("**b {{ brand.name }}** [c](https://x.example)", false);
    expect(found.find((s) => s.text === "b ")).toMatchObject({ isBold: true });
    expect(found.find((s) => s.isTag)).toMatchObject({ text: "{{ brand.name }}", isBold: true });
    expect(found.find((s) => s.text === "c")).toMatchObject({ isLink: true });
  });
});
