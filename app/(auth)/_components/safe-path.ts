/** A path of this site to go on to, or home: never an address that somebody put into a link. */
export function safePath(given: string | string[] | undefined): string {
  const isPath = typeof given === "string" && /^\/(?![/\\])[^\\\s]*$/.test(given);
  return isPath ? given : "/";
}
