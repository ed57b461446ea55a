"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/client";
import type { ImportChoices, ImportView } from "@/server/imports";
import { RunView } from "./run-view";
import { Wizard } from "./wizard";

/** States in which the server is at work and the page looks again every second. */
const MOVING = ["queued", "running", "undoing"];

interface ImportPageProps {
  initial: ImportView;
  /** Null for people who may only look. */
  choices: ImportChoices | null;
  mayImport: boolean;
}

/** One import: the wizard while it is a draft, its progress and result from then on. */
export function ImportPage({ initial, choices, mayImport }: ImportPageProps) {
  const trpc = useTRPC();
  const { data: found } = useQuery({
    ...trpc.imports.get.queryOptions({ id: initial.id }),
    initialData: initial,
    refetchInterval: ({ state }) => (MOVING.includes(state.data?.state ?? "") ? 1_000 : false),
  });
  if (found.state === "draft" && choices) return <Wizard initial={found} choices={choices} />;
  return <RunView found={found} mayImport={mayImport} />;
}
