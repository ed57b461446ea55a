/** By the rule itself (RFC 2045, 6.7): a "=" at the end joins lines, "=XX" is a byte. */
export function decodePieces(encoded: string): string {
  const bytes = encoded
    .replaceAll("=\r\n", "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
