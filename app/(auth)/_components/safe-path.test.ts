import { expect, test } from "vitest";
import { deviceOf } from "@/app/(console)/settings/account/_components/device-name";
import { safePath } from "./safe-path";

test.each([
  ["/", "/"],
  ["/contacts?q=a", "/contacts?q=a"],
  ["/invitation/1.abc.def", "/invitation/1.abc.def"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/a\\b", "/"],
  ["/a\nb", "/"],
  [undefined, "/"],
  [["/a", "/b"], "/"],
])("after sign-in %j goes to %s", (given, path) => {
  expect(safePath(given)).toBe(path);
});

test.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/141.0 Safari/537.36",
    "Chrome Linux",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0",
    "Edge Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
    "Safari iOS",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Firefox macOS",
  ],
  ["curl/8", undefined],
  [null, undefined],
])("%s is shown as %s", (userAgent, shown) => {
  const device = deviceOf(userAgent);
  expect(device ? `${device.browser} ${device.system}` : undefined).toBe(shown);
});
