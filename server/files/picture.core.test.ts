import { describe, expect, test } from "vitest";
import { pictureSizeOf, pictureTypeOf } from "./picture.core";

const png = (...tail: number[]) =>
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...tail]);
const PNG_END = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];
const text = (given: string) => new TextEncoder().encode(given);

test.each([
  ["a whole PNG", png(1, 2, ...PNG_END), "image/png"],
  ["a cut PNG", png(1, 2, 3), null],
  ["a whole JPEG", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 0xff, 0xd9]), "image/jpeg"],
  ["a cut JPEG", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1]), null],
  ["a whole GIF", Uint8Array.from([...text("GIF89a"), 1, 0x3b]), "image/gif"],
  ["a cut GIF", text("GIF89a"), null],
  ["an SVG", text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), null],
  ["HTML", text("<!doctype html>"), null],
  ["nothing", new Uint8Array(), null],
])("%s is a picture of type %s", (_, bytes, type) => {
  expect(pictureTypeOf(bytes)).toBe(type);
});

describe("pictureSizeOf", () => {
  test("reads the head of each type", () => {
    const head = [0, 0, 0, 13, ...text("IHDR"), 0, 0, 2, 88, 0, 0, 1, 44];
    expect(pictureSizeOf(png(...head), "image/png")).toEqual({ width: 600, height: 300 });
    const gif = Uint8Array.from([...text("GIF89a"), 88, 2, 44, 1, 0x3b]);
    expect(pictureSizeOf(gif, "image/gif")).toEqual({ width: 600, height: 300 });
    const segment = [0xff, 0xe0, 0, 4, 0, 0];
    const frame = [0xff, 0xc2, 0, 11, 8, 1, 44, 2, 88, 3];
    const jpeg = Uint8Array.from([0xff, 0xd8, ...segment, ...frame, 0xff, 0xd9]);
    expect(pictureSizeOf(jpeg, "image/jpeg")).toEqual({ width: 600, height: 300 });
  });

  test("says nothing about a head that is cut or lies about its segments", () => {
    expect(pictureSizeOf(png(), "image/png")).toBeNull();
    expect(pictureSizeOf(text("GIF89a"), "image/gif")).toBeNull();
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0xff, 0xd9]);
    expect(pictureSizeOf(jpeg, "image/jpeg")).toBeNull();
  });
});
