import { lookup } from "node:dns/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as kernel from "../kernel";
import { resolvePublic } from "./resolve";

vi.mock("node:dns/promises", () => ({ lookup: vi.fn() }));

/** What the name means to the machine's resolver. */
function meaning(...addresses: string[]): void {
  const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  vi.mocked(lookup).mockResolvedValue(found as never);
}

function allow(value: "0" | "1"): void {
  vi.spyOn(kernel, "env").mockReturnValue({ ALLOW_PRIVATE_SMTP: value } as kernel.Env);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a host is looked up once, and judged by what it means then", () => {
  test("its address is connected to, the name asked of the certificate; IPv4 first", async () => {
    allow("0");
    meaning("2606:4700::1", "1.1.1.1");
    const target = { address: "1.1.1.1", servername: "smtp.shop.example", isPublic: true };
    expect(await resolvePublic("smtp.shop.example")).toEqual(target);
    meaning("2606:4700::1");
    expect(await resolvePublic("smtp.shop.example")).toMatchObject({ address: "2606:4700::1" });
  });

  test.each([
    ["a private address", ["10.0.0.1"]],
    ["one among public ones", ["1.1.1.1", "169.254.169.254"]],
    ["a wrapped one", ["64:ff9b::a00:1"]],
    ["this machine", ["::1"]],
  ])("%s is refused", async (_, addresses) => {
    allow("0");
    meaning(...addresses);
    await expect(resolvePublic("rebound.shop.example")).rejects.toMatchObject({
      code: "SMTP_HOST_FORBIDDEN",
      detail: { field: "host" },
    });
  });

  test("a forbidden host is not even looked up", async () => {
    allow("0");
    vi.mocked(lookup).mockClear();
    await expect(resolvePublic("db.internal")).rejects.toMatchObject({
      code: "SMTP_HOST_FORBIDDEN",
    });
    expect(lookup).not.toHaveBeenCalled();
  });

  test("a name that means nothing is unknown", async () => {
    allow("0");
    meaning();
    await expect(resolvePublic("no.shop.example")).rejects.toMatchObject({
      code: "SMTP_HOST_UNKNOWN",
    });
    vi.mocked(lookup).mockRejectedValue(new Error("ENOTFOUND"));
    await expect(resolvePublic("no.shop.example")).rejects.toMatchObject({
      code: "SMTP_HOST_UNKNOWN",
    });
  });

  test("development may have its servers at home", async () => {
    allow("1");
    meaning("127.0.0.1");
    const target = { address: "127.0.0.1", servername: "localhost", isPublic: false };
    expect(await resolvePublic("localhost")).toEqual(target);
    expect(await resolvePublic("10.0.0.1")).toMatchObject({ servername: undefined });
  });
});
