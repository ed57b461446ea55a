"use client";

import { useCallback, useState } from "react";
import { useTRPCClient } from "@/app/_trpc/client";
import { change, redo, startHistory, undo } from "@/app/_ui/history";
import type { LetterBlock, LetterDocument, LetterProblem } from "@/server/content/schemas";
import { useAutosave } from "./use-autosave";

interface LoadedLetter {
  id: string;
  revision: number;
  document: LetterDocument;
  problems: LetterProblem[];
  updatedAt: Date;
}

export type BlockType = LetterBlock["type"];

function newBlock(type: BlockType): LetterBlock {
  const id = `${type}-${crypto.randomUUID().slice(0, 8)}`;
  if (type === "button") return { id, type, label: "", href: "" };
  return { id, type, text: "" };
}

/** The letter being edited: its text, the steps back and forth, and its way to the server. */
export function useLetter(loaded: LoadedLetter, isEnabled: boolean) {
  const client = useTRPCClient();
  const [history, setHistory] = useState(() => startHistory(loaded.document));
  const document = history.present;

  const { id } = loaded;
  const save = useCallback(
    (revision: number, draft: LetterDocument) =>
      client.campaigns.save.mutate({ id, revision, document: draft }),
    [client, id],
  );
  const saving = useAutosave({ ...loaded, savedAt: loaded.updatedAt, document, isEnabled, save });

  const edit = useCallback((key: string, make: (draft: LetterDocument) => LetterDocument) => {
    setHistory((before) => change(before, make(before.present), { key, at: Date.now() }));
  }, []);

  /** Changes the block with this id; the field says which typing belongs together. */
  const editBlock = useCallback(
    (blockId: string, field: string, make: (block: LetterBlock) => LetterBlock) =>
      edit(`${blockId}.${field}`, (draft) => ({
        ...draft,
        blocks: draft.blocks.map((block) => (block.id === blockId ? make(block) : block)),
      })),
    [edit],
  );

  const addBlock = useCallback(
    (type: BlockType) =>
      edit(`add-${Date.now()}`, (draft) => ({
        ...draft,
        blocks: [...draft.blocks, newBlock(type)],
      })),
    [edit],
  );

  const removeBlock = useCallback(
    (blockId: string) =>
      edit(`remove-${blockId}`, (draft) => ({
        ...draft,
        blocks: draft.blocks.filter((block) => block.id !== blockId),
      })),
    [edit],
  );

  const moveBlock = useCallback(
    (blockId: string, by: -1 | 1) =>
      edit(`move-${blockId}-${Date.now()}`, (draft) => {
        const blocks = [...draft.blocks];
        const from = blocks.findIndex((block) => block.id === blockId);
        const [moved] = blocks.splice(from, 1);
        if (moved) blocks.splice(Math.max(0, from + by), 0, moved);
        return { ...draft, blocks };
      }),
    [edit],
  );

  const goBack = useCallback(() => setHistory(undo), []);
  const goForth = useCallback(() => setHistory(redo), []);

  const { goOnFrom } = saving;
  const theirs = useCallback(() => client.campaigns.draft.query({ id }), [client, id]);

  /** Takes over what somebody else wrote; ours is one step back. */
  const showTheirs = useCallback(async () => {
    const draft = await theirs();
    setHistory((before) => change(before, draft.document, { key: "theirs", at: Date.now() }));
    goOnFrom(draft.revision, draft.document);
    return draft;
  }, [theirs, goOnFrom]);

  /** Puts ours on top of what somebody else wrote; theirs is one step back. */
  const keepMine = useCallback(async () => {
    const draft = await theirs();
    setHistory((before) => ({
      past: [...before.past, draft.document],
      present: { ...before.present },
      future: [],
      last: null,
    }));
    goOnFrom(draft.revision, null);
  }, [theirs, goOnFrom]);

  return {
    document,
    saving,
    edit,
    editBlock,
    addBlock,
    removeBlock,
    moveBlock,
    undo: history.past.length > 0 ? goBack : null,
    redo: history.future.length > 0 ? goForth : null,
    showTheirs,
    keepMine,
  };
}

export type LetterEditing = ReturnType<typeof useLetter>;
