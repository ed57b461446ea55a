import type { Tx } from "@/db";
import type { CrashPoint } from "./crash-points";
import type { EndReason } from "./halt";
import type { Sign } from "./signing";
import type { Ways } from "./ways";

/** What a sender needs from its process: transactions bound to a workspace, a clock, ways out. */
export interface SenderPorts {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  inPlatform<T>(scope: object, work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): Date;
  ways: Ways;
  /** How letters are signed; by the process's pool if it does not say. */
  sign?: Sign;
  /** Folder of this machine's journals. */
  journals: string;
  /** Unique to this process's life: a restarted worker is another one. */
  workerId: string;
  host: string;
  version: string;
  /** Aborted when the process stops: a sender that has not begun by then does not begin. */
  stopping?: AbortSignal;
  /** This life is over, and the process has to go. */
  onEnd(reason: EndReason): void;
  /** Tests only. */
  passing?(point: CrashPoint, messageId?: string): void;
}
