import { beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});

/** Whether a request with these headers passes; the environment is read afresh. */
async function passes(headers: Record<string, string>, given: Record<string, string>) {
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  const { requireSameOrigin } = await import("./origin");
  const request = new Request("http://127.0.0.1:3000/api/trpc", { method: "POST", headers });
  try {
    requireSameOrigin(request);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "CSRF_REJECTED" });
    return false;
  }
}

const PUBLIC = { BASE_URL: "https://kairos.example.com", NODE_ENV: "production" };
const LOCAL = { BASE_URL: "http://localhost:4500", NODE_ENV: "production" };
const host = "kairos.example.com";

test.each([
  ["our own", { host, origin: "https://kairos.example.com" }, true],
  ["ours, whatever the proxy calls the host", { host: "web:3000", origin: PUBLIC.BASE_URL }, true],
  ["none", { host }, false],
  ["null", { host, origin: "null" }, false],
  ["no address", { host, origin: "kairos" }, false],
  ["foreign", { host, origin: "https://evil.example" }, false],
  ["ours without TLS", { host, origin: "http://kairos.example.com" }, false],
  ["ours on another port", { host, origin: "https://kairos.example.com:8443" }, false],
  [
    "the asked host, which is not ours",
    { host: "evil.example", origin: "http://evil.example" },
    false,
  ],
  ["the asked host, on this machine", { host: "127.0.0.1:1", origin: "http://127.0.0.1:1" }, false],
  [
    "foreign with a forged X-Forwarded-Host",
    { host, origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    false,
  ],
])("a public address: origin %s", async (_, headers, isAccepted) => {
  expect(await passes(headers, PUBLIC)).toBe(isAccepted);
});

test.each([
  ["by its name", { host: "localhost:4500", origin: "http://localhost:4500" }, true],
  ["by its number", { host: "127.0.0.1:4500", origin: "http://127.0.0.1:4500" }, true],
  ["another port", { host: "localhost:4500", origin: "http://localhost:9999" }, false],
  ["another name of it", { host: "workshop:4500", origin: "http://workshop:4500" }, true],
  [
    "forged X-Forwarded-Host",
    { host: "localhost:4500", origin: "http://evil.example", "x-forwarded-host": "evil.example" },
    false,
  ],
])("a copy on one's own machine: %s", async (_, headers, isAccepted) => {
  expect(await passes(headers, LOCAL)).toBe(isAccepted);
});
