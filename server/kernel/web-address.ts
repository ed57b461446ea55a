/**
 * An address of the web as a letter may show it, in its canonical form: https only, so that no mail
 * program warns of it. Null for anything else.
 * @public
 */
export function secureAddress(text: string): string | null {
  const given = text.trim();
  if (!/^https:\/\/[^\s<>"\\]+$/i.test(given) || !URL.canParse(given)) return null;
  const { href, username, password } = new URL(given);
  // `https://bank.example@evil.example` reads as what it is not.
  return username === "" && password === "" ? href : null;
}
