"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/client";

/**
 * Reads again what is shown of a campaign (null: of letters without one), after somebody changed what
 * became of them.
 */
export function useAfterChange(campaignId: string | null): () => Promise<void> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const ofCampaign = (id: string) => [
    queries.invalidateQueries(trpc.campaigns.progress.queryFilter({ id })),
    queries.invalidateQueries({ queryKey: trpc.reporting.campaign.queryKey({ id }) }),
  ];
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: trpc.campaigns.dead.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.campaigns.deadCounts.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.campaigns.recipients.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.campaigns.unknown.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.campaigns.failures.pathKey() }),
      ...(campaignId === null ? [] : ofCampaign(campaignId)),
    ]);
  };
}
