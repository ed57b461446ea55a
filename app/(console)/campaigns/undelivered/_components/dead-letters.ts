import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/root";

type Outputs = inferRouterOutputs<AppRouter>["campaigns"];

/** A letter that nobody got, or perhaps, with what may be done about it. */
export type DeadLetter = Outputs["dead"]["letters"][number];
export type DeadCounts = Outputs["deadCounts"];
