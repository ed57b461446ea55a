import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/root";

type Outputs = inferRouterOutputs<AppRouter>["apiKeys"];

export type ApiKey = Outputs["list"][number];

/** Where a shop sends its orders, and in which currency one here sells. */
export interface Shop {
  address: string;
  currency: string;
}
