import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/root";

type Outputs = inferRouterOutputs<AppRouter>;

/** One line of the audit log, as the server lists it. */
export type AuditEntry = Outputs["audit"]["list"]["rows"][number];

/** One line of the read log. */
export type ReadEntry = Outputs["audit"]["reads"]["rows"][number];
