/** What people choose first, and so does whoever guesses; eight characters or more only. */
const KNOWN = new Set(
  `password passwort password1 passwort1 password12 password123 passwort123 passw0rd p@ssw0rd
  12345678 123456789 1234567890 87654321 11111111 00000000 12341234 123123123 qwertyui qwertyuiop
  qwertzui qwertzuiop qwerty123 1q2w3e4r 1qaz2wsx asdfghjk asdfghjkl abcd1234 abc12345 iloveyou
  sunshine princess football baseball superman trustno1 welcome1 welcome123 letmein1 letmein123
  starwars changeme changeme1 changeme123 kennwort hallo123 admin123 administrator kairos123
  kairoskairos`.split(/\s+/),
);

/** Whether a password is widely known or a repetition of one or two characters. */
export function isWeakPassword(password: string): boolean {
  const folded = password.normalize("NFKC").toLowerCase();
  return KNOWN.has(folded) || new Set(folded).size < 3;
}
