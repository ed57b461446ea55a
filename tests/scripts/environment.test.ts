import { expect, test } from "vitest";
import { localAddress, parseEnvFile, readSettings } from "@/scripts/environment.mjs";
import { checkNodeVersion } from "@/scripts/install.mjs";
import { restartDelay } from "@/scripts/supervisor.mjs";

test("a .env file: comments, quotes, blanks and values that hold an equals sign", () => {
  const text = `# a comment\n\nPORT=4000\nexport HOST = "0.0.0.0"\nURL=postgres://u:p@h/d?a=b\nNAME='Ours # not a comment'\nLOG=info # why\nEMPTY=\n`;
  expect(parseEnvFile(text)).toEqual({
    PORT: "4000",
    HOST: "0.0.0.0",
    URL: "postgres://u:p@h/d?a=b",
    NAME: "Ours # not a comment",
    LOG: "info",
    EMPTY: "",
  });
});

test("a line that is no assignment is refused without printing a value", () => {
  expect(() => parseEnvFile("my secret=hunter2")).toThrow(/not KEY=VALUE: "my secret"/);
  expect(() => parseEnvFile("my secret=hunter2")).not.toThrow(/hunter2/);
});

test("settings have defaults that listen on this machine only", () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({
    port: 3000,
    host: "127.0.0.1",
    baseUrl: "http://localhost:3000",
    rolePrefix: "kairos",
  });
  expect(settings.dataDir).toMatch(/\/\.data$/);
  expect(readSettings({ BASE_URL: "https://a.example/" }).baseUrl).toBe("https://a.example");
});

test("the supervisor reaches a web server that listens everywhere", () => {
  expect(localAddress({ host: "0.0.0.0", port: 1 })).toBe("http://127.0.0.1:1");
  expect(localAddress({ host: "::", port: 1 })).toBe("http://[::1]:1");
  expect(localAddress({ host: "10.0.0.1", port: 1 })).toBe("http://10.0.0.1:1");
});

test("a process that keeps dying is started ever later, half a second to half a minute", () => {
  expect([1, 2, 3, 7, 50].map(restartDelay)).toEqual([500, 1000, 2000, 30_000, 30_000]);
});

test.each(["18.20.0", "20.18.9"])("Node.js %s is too old", (version) => {
  expect(() => checkNodeVersion(version)).toThrow(/needs Node\.js 20\.19 or newer/);
});

test.each(["20.19.0", "22.0.0", "24.1.0"])("Node.js %s will do", (version) => {
  expect(() => checkNodeVersion(version)).not.toThrow();
});
