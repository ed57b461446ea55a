import { Resolver } from "node:dns/promises";
import type { TxtAnswer } from "./dns.core";

/** How the domain asks the DNS; tests answer in its place. */
export interface Dns {
  txt(name: string): Promise<TxtAnswer>;
}

const TIMEOUT_MS = 2_500;
/** The name does not exist, or has no TXT record. */
const NOTHING = new Set(["ENOTFOUND", "ENODATA"]);

/** The machine's own resolvers, asked twice for a few seconds; whatever else goes wrong is no answer. */
export const systemDns: Dns = {
  async txt(name) {
    const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
    try {
      return { ok: true, records: await resolver.resolveTxt(name) };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      return { ok: false, reason: NOTHING.has(code) ? "missing" : "unreachable" };
    }
  },
};
