import {
  createLoader,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";

/** What the address of the list says: filter, order and page. Names are short and stay. */
export const listParams = {
  search: parseAsString.withDefault(""),
  topicId: parseAsString,
  consent: parseAsStringLiteral(["yes", "no"] as const),
  hasOrders: parseAsStringLiteral(["yes", "no"] as const),
  locale: parseAsString,
  createdFrom: parseAsString,
  createdTo: parseAsString,
  attributeKey: parseAsString,
  attributeValue: parseAsString,
  // Any text: the server knows what can be sorted by and answers FIELD_UNKNOWN.
  sort: parseAsString.withDefault("name"),
  direction: parseAsStringLiteral(["asc", "desc"] as const).withDefault("asc"),
  cursor: parseAsString,
};

export const listUrlKeys = {
  search: "q",
  topicId: "topic",
  hasOrders: "orders",
  locale: "lang",
  createdFrom: "from",
  createdTo: "to",
  attributeKey: "attr",
  attributeValue: "value",
  direction: "dir",
  cursor: "page",
} as const;

export type ListState = inferParserType<typeof listParams>;

export const loadListState = createLoader(listParams, { urlKeys: listUrlKeys });

/** The filter part of a state: what is counted and what cursors do not know. */
export function filterOf(state: ListState) {
  const { sort: _, direction: __, cursor: ___, search, ...filter } = state;
  const given = Object.entries({ ...filter, search: search.trim() }).filter(
    ([, value]) => value !== null && value !== "",
  );
  return Object.fromEntries(given) as {
    [K in keyof typeof filter]?: NonNullable<(typeof filter)[K]>;
  } & {
    search?: string;
  };
}

/** The input of `contacts.list`. */
export function listInputOf(state: ListState) {
  const { sort, direction, cursor } = state;
  return { ...filterOf(state), sort, direction, ...(cursor ? { cursor } : {}) };
}

/** How many filters are on, the search not counted. */
export function countFilters(state: ListState): number {
  const isConsent = state.topicId && state.consent;
  const isCreated = state.createdFrom || state.createdTo;
  return [isConsent, state.hasOrders, state.locale, isCreated, state.attributeKey].filter(Boolean)
    .length;
}
