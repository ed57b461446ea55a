"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { readCodedError } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";
import type { OpenSegment } from "../../_components/choices";
import type { RuleEditing } from "./use-rule";

/** Saving a rule: what stands on the server, what came in between, and what went wrong. */
export function useSegmentSave(segment: OpenSegment, editing: RuleEditing) {
  const t = useTranslations("segments");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [saved, setSaved] = useState({ rule: segment.rule, revision: segment.revision });
  const mutation = useMutation({
    ...trpc.segments.save.mutationOptions(),
    onSuccess: async ({ revision }, { rule }) => {
      setSaved({ rule, revision });
      toast.message(t("saved"));
      await queries.invalidateQueries(trpc.segments.versions.queryFilter());
      router.refresh();
    },
  });
  const coded = mutation.error ? readCodedError(mutation.error) : null;
  const conflict = coded?.code === "REVISION_CONFLICT" ? coded.params : null;
  const submit = (revision: number) =>
    mutation.mutate({ id: segment.id, revision, rule: editing.rule });

  return {
    isChanged: JSON.stringify(editing.rule) !== JSON.stringify(saved.rule),
    isSaving: mutation.isPending,
    save: () => submit(saved.revision),
    failure: conflict ? null : mutation.error,
    conflict: conflict && {
      by: String(conflict.by ?? ""),
      keepMine: () => submit(Number(conflict.revision)),
      showTheirs: async () => {
        const asked = trpc.segments.get.queryOptions({ id: segment.id }, { staleTime: 0 });
        const theirs = await queries.fetchQuery(asked);
        editing.reset(theirs.rule);
        setSaved({ rule: theirs.rule, revision: theirs.revision });
        mutation.reset();
        router.refresh();
      },
    },
  };
}

export type SegmentSaving = ReturnType<typeof useSegmentSave>;
