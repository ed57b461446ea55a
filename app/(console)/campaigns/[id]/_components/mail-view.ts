/** How a mail's HTML is looked at; the mail itself stays what it is. */
export interface MailView {
  /** As in a program that is dark and follows the letter's own dark variant. */
  isDark: boolean;
  /** As in a program that has not loaded the pictures yet. */
  hasImages: boolean;
}

/**
 * The HTML of a mail for one kind of look: its dark style switched on, its pictures without address,
 * so that their descriptions show. Without either it is the mail, byte for byte.
 */
export function htmlFor(html: string, { isDark, hasImages }: MailView): string {
  const coloured = isDark
    ? html.replaceAll("@media (prefers-color-scheme:dark)", "@media all")
    : html;
  return hasImages ? coloured : coloured.replace(/(<img\b[^>]*?\s)src="[^"]*"/gi, '$1src=""');
}
