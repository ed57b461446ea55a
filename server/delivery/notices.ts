import { clock, logger } from "../kernel";
import { clearTrouble, noteTrouble, type Trouble, type TroubleKey } from "../senders";
import type { SenderPorts } from "./sender-ports";

// Not at import: a build has no environment.
const log = () => logger("delivery");
/** What lasts is told again after so long. */
const AGAIN_MS = 5_000;

/** Whose trouble: a workspace's, or (null) everybody's. */
type Owner = string | null;

/**
 * Tells people what keeps this worker from sending, while it lasts: they see it where their mail waits. Written one
 * after the other beside the sending, which never waits for it; one that could not be written is told again while it
 * lasts, and none outlives this worker's lease.
 */
export function createNotices(
  ports: Pick<SenderPorts, "inWorkspace" | "inPlatform" | "workerId" | "now">,
) {
  const { workerId } = ports;
  const told = new Map<string, { owner: Owner; key: TroubleKey; text: string; at: number }>();
  let writing = Promise.resolve();

  const nameOf = (owner: Owner, { subject, subjectId }: TroubleKey) =>
    `${owner} ${subject} ${subjectId}`;

  function write(owner: Owner, work: Parameters<SenderPorts["inWorkspace"]>[1]): void {
    writing = writing
      .then(async () => {
        await (owner === null ? ports.inPlatform({}, work) : ports.inWorkspace(owner, work));
      })
      .catch((error) => log().error({ workspaceId: owner, err: error }, "trouble not told"));
  }

  function clear(owner: Owner, key: TroubleKey): void {
    if (!told.delete(nameOf(owner, key))) return;
    const { subject, subjectId } = key;
    write(owner, (tx) => clearTrouble(tx, owner, { workerId, subject, subjectId }));
  }

  return {
    raise(owner: Owner, trouble: Trouble): void {
      const { subject, subjectId, code, reply } = trouble;
      const name = nameOf(owner, trouble);
      const text = `${code} ${reply}`;
      const last = told.get(name);
      if (last?.text === text && clock.steady() - last.at < AGAIN_MS) return;
      told.set(name, { owner, key: { subject, subjectId }, text, at: clock.steady() });
      write(owner, (tx) => noteTrouble(tx, owner, { ...trouble, workerId, now: ports.now() }));
    },
    clear,
    /** This life is over: nothing that it said stands any more. */
    async end(): Promise<void> {
      for (const { owner, key } of told.values()) clear(owner, key);
      await writing;
    },
  };
}

export type Notices = ReturnType<typeof createNotices>;
