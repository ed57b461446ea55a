const LOOPBACK = new Set(["localhost", "127.0.0.1", "::1", "[::1]"]);

/**
 * Whether an installation can be reached from its own machine only: it listens on loopback, and no
 * public address leads to it through a proxy.
 */
export function isLocalOnly(address: { HOST: string; BASE_URL: string }): boolean {
  return LOOPBACK.has(address.HOST) && LOOPBACK.has(new URL(address.BASE_URL).hostname);
}
