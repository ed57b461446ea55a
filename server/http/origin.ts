import { AppError } from "../kernel";

/**
 * Refuses a state-changing browser request from another site: `Origin` must name this host. A
 * missing Origin is refused too (every browser sends it on POST), and so is `null`.
 */
export function requireSameOrigin(request: Request): void {
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  if (!origin || origin === "null" || !URL.canParse(origin) || new URL(origin).host !== host) {
    throw new AppError("CSRF_REJECTED");
  }
}

/** Refuses anything but JSON: a form of another site cannot send it without a preflight. */
export function requireJson(request: Request): void {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) throw new AppError("CSRF_REJECTED");
}
