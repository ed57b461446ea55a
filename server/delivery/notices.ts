import { clock, logger } from "../kernel";
import { clearTrouble, noteTrouble, type Trouble, type TroubleKey } from "../senders";
import type { SenderPorts } from "./sender-ports";
import { TIMEOUTS } from "./smtp-target";

// Not at import: a build has no environment.
const log = () => logger("delivery");
/** What lasts is told again after so long. */
const AGAIN_MS = 5_000;
/** What could not be written is tried again after so long. */
const RETRY_MS = 5_000;
/** Longer than any try: what nobody met since then is not known to last. */
const FORGOTTEN_MS = TIMEOUTS.socket + 120_000;

/** Whose trouble: a workspace's, or (null) everybody's. */
type Owner = string | null;

/** What is to stand in the database of one trouble, and may not yet. */
interface Notice {
  owner: Owner;
  key: TroubleKey;
  /** Null: it is over. */
  trouble: Trouble | null;
  /** When it was last met, and when that was last asked to be written. */
  metAt: number;
  askedAt: number;
  isWritten: boolean;
}

/**
 * Tells people what keeps this worker from sending, while it lasts: they see it where their mail waits. Written beside
 * the sending, which never waits for it; what could not be written is tried again, only the last word on each counts,
 * and none outlives this worker's lease.
 */
export function createNotices(
  ports: Pick<SenderPorts, "inWorkspace" | "inPlatform" | "workerId">,
  { forgottenMs = FORGOTTEN_MS } = {},
) {
  const { workerId } = ports;
  const notices = new Map<string, Notice>();
  let writing: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let forgetting: NodeJS.Timeout | undefined;

  const nameOf = (owner: Owner, { subject, subjectId }: TroubleKey) =>
    `${owner} ${subject} ${subjectId}`;

  function write({ owner, key, trouble }: Notice): Promise<void> {
    const work: Parameters<typeof ports.inWorkspace<void>>[1] = (tx) =>
      trouble
        ? noteTrouble(tx, owner, { ...trouble, workerId })
        : clearTrouble(tx, owner, { ...key, workerId });
    return owner === null ? ports.inPlatform({}, work) : ports.inWorkspace(owner, work);
  }

  /** Whether it is written; what could not be stays to be. */
  async function isDone(name: string, notice: Notice): Promise<boolean> {
    notice.isWritten = true;
    try {
      await write(notice);
      // Unless it was said again meanwhile.
      if (notice.isWritten && !notice.trouble && notices.get(name) === notice) notices.delete(name);
      return true;
    } catch (error) {
      notice.isWritten = false;
      log().error({ workspaceId: notice.owner, err: error }, "trouble not told");
      return false;
    }
  }

  /** Writes what is not written yet, each once, and what is said meanwhile; false when any could not be. */
  async function writeAll(): Promise<boolean> {
    const failed = new Set<Notice>();
    for (;;) {
      const next = [...notices].find(([, one]) => !one.isWritten && !failed.has(one));
      if (!next) return failed.size === 0;
      if (!(await isDone(...next))) failed.add(next[1]);
    }
  }

  function pump(): void {
    writing ??= writeAll().then((isAll) => {
      writing = undefined;
      if (!isAll) retry ??= setTimeout(again, RETRY_MS).unref();
    });
  }

  function again(): void {
    retry = undefined;
    pump();
  }

  function clear(owner: Owner, key: TroubleKey): void {
    const known = notices.get(nameOf(owner, key));
    if (!known?.trouble) return;
    known.trouble = null;
    known.isWritten = false;
    pump();
  }

  function forget(): void {
    const before = clock.steady() - forgottenMs;
    for (const { owner, key, metAt } of notices.values()) if (metAt < before) clear(owner, key);
  }

  return {
    /** False when the same was told a moment ago. */
    raise(owner: Owner, trouble: Trouble): boolean {
      const name = nameOf(owner, trouble);
      const now = clock.steady();
      const known = notices.get(name);
      if (known?.trouble?.code === trouble.code && now - known.askedAt < AGAIN_MS) {
        known.metAt = now;
        return false;
      }
      const { subject, subjectId } = trouble;
      const key = { subject, subjectId };
      forgetting ??= setInterval(forget, Math.min(forgottenMs, 60_000)).unref();
      notices.set(name, { owner, key, trouble, metAt: now, askedAt: now, isWritten: false });
      pump();
      return true;
    },
    clear,
    /** This life is over: nothing that it said stands any more, as far as that can be written now. */
    async end(): Promise<void> {
      clearInterval(forgetting);
      for (const { owner, key } of notices.values()) clear(owner, key);
      while (writing !== undefined) await writing;
      clearTimeout(retry);
    },
  };
}

export type Notices = ReturnType<typeof createNotices>;
