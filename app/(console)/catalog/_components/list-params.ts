import {
  createLoader,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { PRODUCT_VIEWS } from "@/server/catalog/schemas";

/** What the address of the list says: search, view, order and page. Names are short and stay. */
export const listParams = {
  search: parseAsString.withDefault(""),
  view: parseAsStringLiteral(PRODUCT_VIEWS).withDefault("current"),
  // Any text: the server knows what can be sorted by and answers FIELD_UNKNOWN.
  sort: parseAsString.withDefault("name"),
  direction: parseAsStringLiteral(["asc", "desc"] as const).withDefault("asc"),
  cursor: parseAsString,
};

export const listUrlKeys = { search: "q", direction: "dir", cursor: "page" } as const;

export type ListState = inferParserType<typeof listParams>;

export const loadListState = createLoader(listParams, { urlKeys: listUrlKeys });

/** What is counted and what cursors do not know. */
export function filterOf({ search, view }: ListState) {
  const text = search.trim();
  return { view, ...(text ? { search: text } : {}) };
}

/** The input of `catalog.list`. */
export function listInputOf(state: ListState) {
  const { sort, direction, cursor } = state;
  return { ...filterOf(state), sort, direction, ...(cursor ? { cursor } : {}) };
}
