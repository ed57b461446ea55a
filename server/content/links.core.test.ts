import { describe, expect, it } from "vitest";
import { safeLink } from "./links.core";

describe("safeLink", () => {
  it.each([
    ["https://nord.example/a?b=1&c=2#d", "https://nord.example/a?b=1&c=2#d"],
    [" http://nord.example ", "http://nord.example/"],
    ["mailto:hallo@nord.example", "mailto:hallo@nord.example"],
    ["HTTPS://NORD.example", "https://nord.example/"],
  ])("takes %s", (typed, expected) => {
    expect(safeLink(typed)).toBe(expected);
  });

  it.each([
    "",
    "nord.example",
    "//nord.example",
    "/beans",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "https://user:pass@nord.example",
    "https://nord.example/{{ contact.email }}",
    'https://nord.example/"onclick="x',
    "https:///x",
    "mailto:",
  ])("refuses %s", (typed) => {
    expect(safeLink(typed)).toBeNull();
  });
});
