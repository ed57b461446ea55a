"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import type { ImportView } from "@/server/imports";
import type { DraftChange, ImportPlan } from "@/server/imports/schemas";

type Change = Omit<DraftChange, "id">;

export interface Draft {
  view: ImportView;
  savedAt: Date | null;
  isSaving: boolean;
  hasFailed: boolean;
  /** Saves at once; resolves when the server has it. */
  save: (change: Change) => Promise<void>;
  /** Shows the plan at once and saves it shortly after the last keystroke. */
  changePlan: (plan: ImportPlan) => void;
}

const TYPING_PAUSE_MS = 500;

/**
 * A draft that saves itself: what is on the screen is on the server a moment later, so a closed
 * browser loses nothing. Saves run one after another, the newest plan last.
 */
export function useDraft(initial: ImportView): Draft {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [view, setView] = useState(initial);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const pending = useRef<ImportPlan | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const mutation = useMutation(trpc.imports.save.mutationOptions());
  const { mutateAsync } = mutation;

  function send(change: Change): Promise<void> {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    const plan = change.plan ?? pending.current;
    pending.current = null;
    const isReread = change.format !== undefined || change.plan?.kind !== undefined;
    const job = queue.current.then(async () => {
      const saved = await mutateAsync({ id: initial.id, ...(plan ? { plan } : {}), ...change });
      setSavedAt(new Date());
      // A new reading of the file brings a new mapping; otherwise what is typed meanwhile stays.
      setView((now) => (isReread && !pending.current ? saved : { ...now, step: saved.step }));
      if (isReread)
        await client.invalidateQueries(trpc.imports.preview.queryFilter({ id: initial.id }));
      client.setQueryData(trpc.imports.get.queryKey({ id: initial.id }), saved);
    });
    queue.current = job.catch(() => undefined);
    return job;
  }

  function changePlan(plan: ImportPlan) {
    pending.current = plan;
    setView((now) => ({ ...now, plan }));
    if (timer.current) clearTimeout(timer.current);
    // A failed save shows beside the title, and the next one carries everything again.
    timer.current = setTimeout(() => void send({}).catch(() => undefined), TYPING_PAUSE_MS);
  }

  const sendLatest = useRef(send);
  sendLatest.current = send;
  useEffect(() => {
    // Leaving the page within the pause: the last change goes out now.
    const flush = () => {
      if (pending.current) void sendLatest.current({}).catch(() => undefined);
    };
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, []);

  return {
    view,
    savedAt,
    isSaving: mutation.isPending,
    hasFailed: mutation.isError,
    save: send,
    changePlan,
  };
}
