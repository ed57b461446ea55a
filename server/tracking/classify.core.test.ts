import { describe, expect, it, test } from "vitest";
import { findSweeps, isBeforeDelivery, judgeRequest } from "./classify.core";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const GMAIL =
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
const GMAIL_SCAN =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0";

function judged(given: {
  kind?: "open" | "click";
  method?: string;
  agent?: string;
  headers?: Record<string, string>;
}) {
  const { kind = "click", method = "GET", agent = CHROME, headers = {} } = given;
  return judgeRequest({ kind, method, agent, header: (name) => headers[name] ?? null });
}

describe("what a request betrays", () => {
  test.each([
    ["click", CHROME, null],
    ["click", IPHONE, null],
    ["open", IPHONE, null],
    ["open", GMAIL, null],
    ["open", "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", null],
    ["open", "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.6.0", null],
    ["open", "Outlook-iOS/709.2226530.prod.iphone (3.24.1)", null],
    ["open", "K-9 Mail/6.6", null],
    // A proxy of pictures opens no links.
    ["click", GMAIL, "agent"],
    ["open", "Mozilla/5.0", "agent"],
    ["click", " Mozilla/5.0 ", "agent"],
    ["open", GMAIL_SCAN, "agent"],
    ["open", "", "agent"],
    ["click", "", "agent"],
    ["click", "curl/8.5.0", "agent"],
    ["click", "python-requests/2.31", "agent"],
    ["click", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "agent"],
    ["click", "Mozilla/5.0 (compatible; BarracudaCentral/1.0)", "agent"],
    ["click", `${CHROME} Mimecast`, "agent"],
    ["click", CHROME.replace("Chrome", "HeadlessChrome"), "agent"],
  ] as const)("%s by %s: %s", (kind, agent, reason) => {
    expect(judged({ kind, agent })).toBe(reason);
  });

  test.each([
    [{ "sec-purpose": "prefetch" }, "prefetch"],
    [{ "sec-purpose": "prefetch;prerender" }, "prefetch"],
    [{ purpose: "prefetch" }, "prefetch"],
    [{ "x-purpose": "preview" }, "prefetch"],
    [{ "x-moz": "prefetch" }, "prefetch"],
    [{ purpose: "" }, null],
    [{ "sec-fetch-mode": "navigate" }, null],
  ] as const)("headers %j: %s", (headers, reason) => {
    expect(judged({ headers: headers as Record<string, string> })).toBe(reason);
  });

  it("names the surest sign", () => {
    const headers = { purpose: "prefetch" };
    expect(judged({ method: "HEAD", agent: "curl/8.5.0", headers })).toBe("method");
    expect(judged({ agent: "curl/8.5.0", headers })).toBe("prefetch");
  });
});

describe("what came before anybody can have read the mail", () => {
  const at = (ms: number) => new Date(1_800_000_000_000 + ms);
  const intentAt = at(0);
  test.each([
    ["accepted", at(500), 499, true],
    ["accepted", at(500), 1_499, true],
    ["accepted", at(500), 1_500, false],
    ["accepted", at(500), 86_400_000, false],
    ["unknown", at(30_000), 999, true],
    ["unknown", at(30_000), 1_000, false],
    // The server looks at the mail before it answers, or refused it in the end.
    ["in_flight", null, 9_000, true],
    ["claimed", null, 9_000, true],
    ["queued", null, 9_000, true],
    ["failed", at(500), 9_000, true],
  ] as const)(
    "%s (result %o): %i ms after the intent is %s",
    (...[state, resultAt, ms, expected]) => {
      expect(isBeforeDelivery(at(ms), { state, intentAt, resultAt })).toBe(expected);
    },
  );
});

describe("every link of a mail within two seconds", () => {
  type Given = readonly [link: string, ms: number, origin?: string];
  const sweeps = (clicks: readonly Given[], linkCount: number) => {
    const facts = clicks.map(([linkId, ms, origin = "o"], index) => {
      return { id: String(index), linkId, origin, at: new Date(1_800_000_000_000 + ms) };
    });
    return [...findSweeps(facts, linkCount)].sort();
  };
  test.each<[string, readonly Given[], number, string[]]>([
    [
      "three of five",
      [
        ["a", 0],
        ["b", 900],
        ["c", 2_000],
      ],
      5,
      ["0", "1", "2"],
    ],
    [
      "three, but slower",
      [
        ["a", 0],
        ["b", 900],
        ["c", 2_001],
      ],
      5,
      [],
    ],
    [
      "both of two",
      [
        ["a", 0],
        ["b", 2_000],
      ],
      2,
      ["0", "1"],
    ],
    [
      "two of three",
      [
        ["a", 0],
        ["b", 10],
      ],
      3,
      [],
    ],
    [
      "the only one, often",
      [
        ["a", 0],
        ["a", 1],
        ["a", 2],
      ],
      1,
      [],
    ],
    [
      "one of many, often",
      [
        ["a", 0],
        ["a", 1],
        ["a", 2],
        ["a", 3],
      ],
      9,
      [],
    ],
    [
      "three by three",
      [
        ["a", 0, "x"],
        ["b", 1, "y"],
        ["c", 2, "z"],
      ],
      3,
      [],
    ],
    [
      "in any order",
      [
        ["c", 20],
        ["a", 0],
        ["b", 10],
      ],
      3,
      ["0", "1", "2"],
    ],
    [
      "and a person an hour later",
      [
        ["a", 0, "x"],
        ["b", 1, "x"],
        ["c", 2, "x"],
        ["b", 3_600_000, "x"],
      ],
      3,
      ["0", "1", "2"],
    ],
    [
      "and a person at the same time",
      [
        ["a", 0, "x"],
        ["b", 1, "x"],
        ["c", 2, "x"],
        ["b", 3, "me"],
      ],
      3,
      ["0", "1", "2"],
    ],
  ])("%s", (...[, clicks, linkCount, expected]) => {
    expect(sweeps(clicks, linkCount)).toEqual(expected);
  });
});
