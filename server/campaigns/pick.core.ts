/** A UUID between two others, `fraction` of the way: where the search for a random person begins. */
export function idBetween(first: string, last: string, fraction: number): string {
  const from = BigInt(`0x${first.replaceAll("-", "")}`);
  const to = BigInt(`0x${last.replaceAll("-", "")}`);
  const steps = 1_000_000n;
  const share = BigInt(Math.floor(Math.min(Math.max(fraction, 0), 1) * Number(steps)));
  const at = to > from ? from + ((to - from) * share) / steps : from;
  const hex = at.toString(16).padStart(32, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
