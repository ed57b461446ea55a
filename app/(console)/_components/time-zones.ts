/** Every IANA zone the browser knows, as choices; the current one is kept even if it is an alias. */
export function timeZoneOptions(current: string): { value: string; label: string }[] {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC", current]);
  return [...zones]
    .filter((zone) => zone !== "")
    .sort()
    .map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
