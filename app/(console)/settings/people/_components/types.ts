import type { inferRouterOutputs } from "@trpc/server";
import type { Viewer } from "@/app/_trpc/server";
import type { AppRouter } from "@/server/root";

type Outputs = inferRouterOutputs<AppRouter>;

export type Member = Outputs["members"]["list"][number];
export type Invitation = Outputs["members"]["invitations"][number];
export type Brand = Viewer["brands"][number];

/** Who looks at the page, and what they may do on it. */
export interface Acting {
  userId: string;
  isOwner: boolean;
  canManage: boolean;
}
