"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { bareTags } from "@/app/_letter/bare-tags";
import { useTRPC } from "@/app/_trpc/client";
import type { LetterDocument } from "@/server/content/schemas";
import type { Campaign } from "./campaign";

/** People come and go; a count this old still tells what an author has to know. */
const FRESH_MS = 60_000;

/** How the count of one merge tag is asked for; the same everywhere, so that it is asked once. */
export function useGapQuery(campaign: Campaign) {
  const trpc = useTRPC();
  const { id, topic } = campaign;
  return (variable: string) =>
    trpc.campaigns.lacking.queryOptions(
      { id, topicId: topic.id, variable },
      { staleTime: FRESH_MS },
    );
}

/** Of the letter's merge tags without fallback: how many people of the audience lack the data. */
export function useGaps(campaign: Campaign, document: LetterDocument): Map<string, number> {
  const gapQuery = useGapQuery(campaign);
  const names = bareTags(document).join(" ");
  const variables = useMemo(() => names.split(" ").filter(Boolean), [names]);
  const counts = useQueries({
    queries: variables.map(gapQuery),
    combine: (results) => results.map(({ data }) => data?.count ?? 0).join(" "),
  });
  return useMemo(() => {
    const found = counts.split(" ").map(Number);
    return new Map(variables.map((variable, at) => [variable, found[at] ?? 0]));
  }, [counts, variables]);
}
