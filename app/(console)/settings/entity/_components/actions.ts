"use server";

import { api, getViewer } from "@/app/_trpc/server";
import { imprintOf } from "@/server/content";
import { type EntityInput, entitySchema } from "@/server/workspaces/schemas";

/** The lines of the imprint as a mail prints them, in the workspace's language. */
export async function previewImprint(values: EntityInput): Promise<string[]> {
  await getViewer();
  const { locale } = await (await api()).workspaces.get();
  const entity = entitySchema.safeParse(values);
  return entity.success ? imprintOf(entity.data, locale) : [];
}
