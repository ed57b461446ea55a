import { lookup } from "node:dns/promises";
import { AppError, env } from "../kernel";
import { isIpAddress, isPublicAddress, mayBePublicHost } from "./address.core";

/** Where to connect to, and what to ask of the certificate there. */
export interface Target {
  /** The address that was judged; the name must not be looked up again. */
  address: string;
  /** The name the certificate has to be for; undefined when the host is an address itself. */
  servername: string | undefined;
  /** Whether that address is one of the open internet. */
  isPublic: boolean;
}

const TIMEOUT_MS = 5_000;

/** Whether this installation lets mail servers stand in its own network (ALLOW_PRIVATE_SMTP). */
export const allowsPrivateHosts = (): boolean => env().ALLOW_PRIVATE_SMTP === "1";

async function addressesOf(host: string): Promise<string[]> {
  if (isIpAddress(host)) return [host];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The name was not resolved in time.")), TIMEOUT_MS);
  });
  try {
    const found = await Promise.race([lookup(host, { all: true, verbatim: true }), late]);
    return found.map(({ address }) => address);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Looks a host up and judges what it means now: connect to `address` of the answer, never to the name,
 * which may mean another machine a moment later. IPv4 is preferred, as few mail servers lack it.
 * Errors at `host`: SMTP_HOST_UNKNOWN; SMTP_HOST_FORBIDDEN when any of its addresses is not of the
 * open internet (unless ALLOW_PRIVATE_SMTP=1).
 */
export async function resolvePublic(host: string): Promise<Target> {
  const field = "host";
  if (!allowsPrivateHosts() && !mayBePublicHost(host)) {
    throw new AppError("SMTP_HOST_FORBIDDEN", { field });
  }
  const addresses = await addressesOf(host);
  const address = addresses.find((one) => one.includes(".")) ?? addresses[0];
  if (address === undefined) throw new AppError("SMTP_HOST_UNKNOWN", { field });
  const arePublic = addresses.every(isPublicAddress);
  if (!arePublic && !allowsPrivateHosts()) throw new AppError("SMTP_HOST_FORBIDDEN", { field });
  const servername = isIpAddress(host) ? undefined : host;
  return { address, servername, isPublic: isPublicAddress(address) };
}
