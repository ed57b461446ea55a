import type { CrashPoint } from "@/server/delivery/crash-points";

/** What a worker of the chaos is told when it starts. */
export interface WorkerOrders {
  workerId: string;
  /** Of the mail server. */
  port: number;
  connections: number;
  leaseSeconds: number;
  /** How long it goes on after it was told that its life is over. */
  lingerMs: number;
}

/** Dies at the n-th passing of the point from now on. */
export interface Death {
  point: CrashPoint;
  nth: number;
}

/** What a worker is told while it runs: to die, or to stand still where it is about to ask its next intent. */
export type Order = Death | "stand still";

/** What a worker says: that it works, or with which message it stands still from now on. */
export type Word = "ready" | { standsWith: string };

/** How a worker that was not killed ends. */
export const EXIT = { stopped: 0, ended: 3, rewound: 4, notStarted: 5, unheard: 6 } as const;
