"use client";

import { useCallback } from "react";
import { type LetterState, useDocument } from "@/app/_letter/use-document";
import { useTRPCClient } from "@/app/_trpc/client";
import type { LetterDocument, LetterProblem } from "@/server/content/schemas";
import { useAutosave } from "./use-autosave";

interface LoadedLetter {
  id: string;
  variantId: string;
  revision: number;
  document: LetterDocument;
  problems: LetterProblem[];
  updatedAt: Date;
}

/** The letter being edited: its parts, the steps back and forth, and its way to the server. */
export function useLetter(loaded: LoadedLetter, isEnabled: boolean) {
  const client = useTRPCClient();
  const letter: LetterState = useDocument(loaded.document);
  const { document, adopt, putUnder } = letter;

  const { id, variantId } = loaded;
  const save = useCallback(
    (revision: number, draft: LetterDocument) =>
      client.campaigns.save.mutate({ id, variantId, revision, document: draft }),
    [client, id, variantId],
  );
  const saving = useAutosave({ ...loaded, savedAt: loaded.updatedAt, document, isEnabled, save });

  const { goOnFrom } = saving;
  const theirs = useCallback(
    () => client.campaigns.draft.query({ id, variantId }),
    [client, id, variantId],
  );

  /** Takes over what somebody else wrote; ours is one step back. */
  const showTheirs = useCallback(async () => {
    const draft = await theirs();
    adopt(draft.document);
    goOnFrom(draft.revision, draft.document);
  }, [theirs, adopt, goOnFrom]);

  /** Puts ours on top of what somebody else wrote; theirs is one step back. */
  const keepMine = useCallback(async () => {
    const draft = await theirs();
    putUnder(draft.document);
    goOnFrom(draft.revision, null);
  }, [theirs, putUnder, goOnFrom]);

  const { takeOver, revision } = saving;
  /** Puts an earlier version in the place of the letter; what stood there is one step back. */
  const restoreVersion = useCallback(
    async (snapshotId: string) => {
      const asked = { id, variantId, revision, snapshotId };
      const { document: back, ...saved } = await client.campaigns.restoreVersion.mutate(asked);
      adopt(back);
      takeOver(saved, back);
    },
    [client, id, variantId, revision, adopt, takeOver],
  );

  return { letter, document, saving, showTheirs, keepMine, restoreVersion };
}

export type LetterEditing = ReturnType<typeof useLetter>;
