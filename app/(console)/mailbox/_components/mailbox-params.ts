import { createLoader, type inferParserType, parseAsString } from "nuqs/server";

/** What the address of the mailbox says: the search and the page. */
export const mailboxParams = { search: parseAsString.withDefault(""), before: parseAsString };
export const mailboxUrlKeys = { search: "q", before: "page" } as const;

export const loadMailboxState = createLoader(mailboxParams, { urlKeys: mailboxUrlKeys });

/** The input of `mailbox.list`. */
export function mailboxInput(state: inferParserType<typeof mailboxParams>) {
  return { search: state.search, ...(state.before ? { before: state.before } : {}) };
}
