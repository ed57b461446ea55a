"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { readCodedError } from "@/app/_ui/error-text";
import type { LetterDocument, LetterProblem } from "@/server/content/schemas";

/** Where the draft stands between this page and the server. */
export type SaveState = "saved" | "waiting" | "saving" | "failed" | "conflict" | "closed";

/** Somebody else's save that this page has not seen. */
export interface Conflict {
  by: string;
  at: string;
  revision: number;
}

interface Saved {
  revision: number;
  savedAt: Date;
  problems: LetterProblem[];
}

interface AutosaveOptions {
  revision: number;
  savedAt: Date;
  problems: LetterProblem[];
  document: LetterDocument;
  isEnabled: boolean;
  save: (revision: number, document: LetterDocument) => Promise<Saved>;
}

const QUIET_MS = 700;
const RETRY_MS = 4_000;

/**
 * Saves the letter a moment after the last change, one save at a time, each naming the revision it
 * was made from. A conflict stops it until somebody chose; a failure is tried again.
 */
export function useAutosave(options: AutosaveOptions) {
  const { document, isEnabled, save } = options;
  const [state, setState] = useState<SaveState>("saved");
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [saved, setSaved] = useState<Saved>(() => ({
    revision: options.revision,
    savedAt: options.savedAt,
    problems: options.problems,
  }));
  const known = useRef(document);
  const latest = useRef(document);
  const revision = useRef(options.revision);
  const isBusy = useRef(false);
  latest.current = document;

  const flush = useCallback(async () => {
    if (isBusy.current || known.current === latest.current) return;
    isBusy.current = true;
    const sending = latest.current;
    setState("saving");
    try {
      const result = await save(revision.current, sending);
      revision.current = result.revision;
      known.current = sending;
      setSaved(result);
      setState(latest.current === sending ? "saved" : "waiting");
    } catch (error) {
      const failure = failureOf(error);
      setConflict(failure.conflict);
      setState(failure.state);
    } finally {
      isBusy.current = false;
    }
  }, [save]);

  const isDirty = document !== known.current;
  const isStopped = state === "conflict" || state === "closed" || state === "saving";
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of `document` restarts the wait.
  useEffect(() => {
    if (!isEnabled || !isDirty || isStopped) return;
    const timer = setTimeout(() => void flush(), state === "failed" ? RETRY_MS : QUIET_MS);
    return () => clearTimeout(timer);
  }, [isEnabled, isDirty, isStopped, state, flush, document]);

  useLeaveGuard(isDirty, state, flush);

  /** Goes on from a revision of somebody else's: theirs was taken over, or ours goes on top. */
  const goOnFrom = useCallback((next: number, adopted: LetterDocument | null) => {
    revision.current = next;
    if (adopted) known.current = adopted;
    setSaved((before) => ({ ...before, revision: next }));
    setConflict(null);
    setState(adopted ? "saved" : "waiting");
  }, []);

  /** Goes on from what the server made of the draft, at its revision. */
  const takeOver = useCallback((result: Saved, document: LetterDocument) => {
    revision.current = result.revision;
    known.current = document;
    setSaved(result);
    setConflict(null);
    setState("saved");
  }, []);

  /** Stops when an answer says that the draft was changed or closed meanwhile; whether it said so. */
  const isRefused = useCallback((error: unknown): boolean => {
    const failure = failureOf(error);
    if (failure.state === "failed") return false;
    setConflict(failure.conflict);
    setState(failure.state);
    return true;
  }, []);

  return {
    state: state === "saved" && isDirty ? ("waiting" as const) : state,
    conflict,
    ...saved,
    flush,
    goOnFrom,
    takeOver,
    isRefused,
    reportConflict: useCallback((found: Conflict) => {
      setConflict(found);
      setState("conflict");
    }, []),
    reportProblems: useCallback(
      (problems: LetterProblem[]) => setSaved((before) => ({ ...before, problems })),
      [],
    ),
  };
}

function failureOf(error: unknown): { state: SaveState; conflict: Conflict | null } {
  const { code, params } = readCodedError(error);
  if (code === "CAMPAIGN_STATE") return { state: "closed", conflict: null };
  if (code !== "REVISION_CONFLICT") return { state: "failed", conflict: null };
  const { by = "", at = "", revision = 0 } = params;
  const conflict = { by: String(by), at: String(at), revision: Number(revision) };
  return { state: "conflict", conflict };
}

/** Saves what is open when the page is left by a link; asks the browser to warn otherwise. */
function useLeaveGuard(isDirty: boolean, state: SaveState, flush: () => Promise<void>): void {
  const isOpen = isDirty || state === "saving";
  useEffect(() => {
    if (!isOpen) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isOpen]);
  const onLeave = useRef(flush);
  onLeave.current = state === "conflict" ? async () => undefined : flush;
  useEffect(() => () => void onLeave.current(), []);
}
