"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getViewer } from "@/app/_trpc/server";
import { BRAND_COOKIE, WORKSPACE_COOKIE } from "@/server/trpc";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const OPTIONS = { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax", httpOnly: true } as const;

/** Makes another of the person's workspaces the current one and starts at its home. */
export async function switchWorkspace(id: string): Promise<void> {
  const viewer = await getViewer();
  if (!viewer.workspaces.some((workspace) => workspace.id === id)) return;
  const jar = await cookies();
  jar.set(WORKSPACE_COOKIE, id, OPTIONS);
  jar.delete(BRAND_COOKIE);
  redirect("/");
}

/** Makes another brand of this workspace the current one; the page renders again for it. */
export async function switchBrand(id: string): Promise<void> {
  const viewer = await getViewer();
  if (!viewer.brands.some((brand) => brand.id === id)) return;
  (await cookies()).set(BRAND_COOKIE, id, OPTIONS);
}
