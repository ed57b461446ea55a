import { AppError, env } from "../kernel";

const LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"];

function isLocal(url: URL): boolean {
  return LOCAL_NAMES.includes(url.hostname) || url.hostname.endsWith(".localhost");
}

/**
 * Whether `origin` is this product. BASE_URL says where it is reached; no header of the request
 * does, because whoever sends it can write `X-Forwarded-Host`. A copy on one's own machine has
 * several names (localhost, 127.0.0.1), so there the address that was asked counts as well.
 */
function isOwnOrigin(origin: URL, host: string | null): boolean {
  const { BASE_URL, NODE_ENV } = env();
  const base = new URL(BASE_URL);
  if (origin.origin === base.origin) return true;
  const isOwnMachine = NODE_ENV === "development" || isLocal(base);
  return isOwnMachine && origin.host === host;
}

/**
 * Refuses a state-changing browser request from another site: `Origin` must be ours. A missing
 * Origin is refused too (every browser sends it on POST), and so is `null`.
 */
export function requireSameOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  if (!origin || !URL.canParse(origin)) throw new AppError("CSRF_REJECTED");
  if (!isOwnOrigin(new URL(origin), request.headers.get("host"))) {
    throw new AppError("CSRF_REJECTED");
  }
}

/** Refuses anything but JSON: a form of another site cannot send it without a preflight. */
export function requireJson(request: Request): void {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) throw new AppError("CSRF_REJECTED");
}
