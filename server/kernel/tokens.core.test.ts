import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId, packId, readIds, readToken, signIds, signToken, unpackId } from ".";

describe("signed tokens", () => {
  test("give back their parts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[\w-]{0,30}$/), { minLength: 1, maxLength: 4 }),
        (parts) => {
          expect(readToken("unsubscribe", signToken("unsubscribe", parts))).toEqual(parts);
        },
      ),
    );
  });

  test("are void when any character changes", () => {
    const token = signToken("unsubscribe", [packId(newId()), packId(newId())]);
    for (let i = 0; i < token.length; i += 1) {
      const changed = token[i] === "A" ? "B" : "A";
      const forged = token.slice(0, i) + changed + token.slice(i + 1);
      // The last character of base64url may carry unused bits: same bytes, same token.
      const isSameBytes = i === token.length - 1;
      if (!isSameBytes) expect(readToken("unsubscribe", forged), String(i)).toBeNull();
    }
  });

  test("do not pass for another purpose", () => {
    expect(readToken("sign-in", signToken("unsubscribe", ["a"]))).toBeNull();
  });

  test.each(["", ".", "1..", "1.YQ", "2.YQ.aaaa", "1.YQ.aaaa.b"])("%j is none", (text) => {
    expect(readToken("unsubscribe", text)).toBeNull();
  });

  test("of ids give back as many as are asked for, and no others", () => {
    const ids = [newId(), newId(), newId()];
    const token = signIds("message", ids);
    expect(readIds("message", token, 3)).toEqual(ids);
    expect(readIds("message", token, 2)).toBeNull();
    expect(readIds("link", token, 3)).toBeNull();
    expect(readIds("message", signToken("message", ["a"]), 3)).toBeNull();
    expect(() => signIds("message", [newId(), "x"])).toThrow(TypeError);
    for (let i = 0; i < token.length; i += 1) {
      const forged = token.slice(0, i) + (token[i] === "A" ? "B" : "A") + token.slice(i + 1);
      expect(readIds("message", forged, 3), String(i)).toBeNull();
    }
  });

  test("ids pack into 22 characters and back", () => {
    const id = newId();
    expect(packId(id)).toHaveLength(22);
    expect(unpackId(packId(id))).toBe(id);
    expect(unpackId("short")).toBeNull();
  });
});
