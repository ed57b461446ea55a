"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/client";

/** Reads again what a report shows, after somebody changed what became of its letters. */
export function useAfterChange(campaignId: string): () => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries(trpc.campaigns.progress.queryFilter({ id: campaignId })),
      queries.invalidateQueries({ queryKey: trpc.campaigns.recipients.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.campaigns.failures.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.reporting.campaign.queryKey({ id: campaignId }) }),
    ]);
  };
}
