import { env, randomToken } from "../kernel";

/**
 * The content security policy of one answer of the console, with its nonce: scripts only with it,
 * frames of nobody. Styles may be inline, because positions of floating parts are style attributes.
 * @public
 */
export function contentPolicy(): { nonce: string; policy: string } {
  const nonce = randomToken(16);
  const isDevelopment = env().NODE_ENV === "development";
  const directives = [
    "default-src 'self'",
    // React's development build rebuilds stack traces with eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    // Previews of mails show the pictures of the mails.
    `img-src 'self' ${new URL(env().BASE_URL).origin} data: blob: https:`,
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return { nonce, policy: directives.join("; ") };
}
