import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/root";

type Outputs = inferRouterOutputs<AppRouter>["campaigns"];

/** A campaign as the editor and the report get it. */
export type Campaign = Outputs["get"];
/** A version of its letter. */
export type LetterVersion = Outputs["versions"][number];
export type CampaignCheck = Outputs["check"];
export type CampaignProgress = Outputs["progress"];
export type AudienceCounts = Outputs["audience"];
/** Somebody a campaign was made for, with what became of their letter. */
export type Recipient = Outputs["recipients"]["recipients"][number];
