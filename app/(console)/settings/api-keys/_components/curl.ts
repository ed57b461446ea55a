import type { Shop } from "./types";

/** A command that sends one made-up order; `key` may be the name of a variable of the shell. */
export function curlOf({ address, currency }: Shop, key: string, orderedAt: string): string {
  return `curl ${address} \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "id": "1001", "ordered_at": "${orderedAt}",
    "currency": "${currency}", "total": 64.9,
    "customer": {"email": "ana@example.com"}
  }'`;
}
