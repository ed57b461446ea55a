/** `maria.lind@nord.example` → `m•••@n•••.example`: enough to know it is yours, too little to learn it. */
export function maskAddress(address: string | null): string {
  const at = address?.lastIndexOf("@") ?? -1;
  if (!address || at < 1) return "•••";
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf(".");
  const ending = dot > 0 ? domain.slice(dot) : "";
  return `${address[0]}•••@${domain[0] ?? ""}•••${ending}`;
}
