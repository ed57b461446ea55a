import type { Tx } from "@/db";
import { hmac, newId } from "../kernel";
import { judgeRequest } from "./classify.core";
import { destinationCache } from "./destinations";
import { readClickToken, readOpenToken } from "./links";
import { openRecorder, type RecorderPorts } from "./recorder";
import { type EventKind, MAX_AGENT, type Visit } from "./schemas";

/** What a request tells about who made it. */
export interface Visitor {
  method: string;
  header: (name: string) => string | null;
  /** Only its digest is kept. */
  networkAddress: string | null;
}

/** Tells two clients apart for a day; says nothing about where either of them is. */
function originDigest(workspaceId: string, visitor: Visitor, at: Date): string {
  if (!visitor.networkAddress) return "";
  const day = at.toISOString().slice(0, 10);
  return hmac(`tracking-origin:${day}`, `${workspaceId}:${visitor.networkAddress}`).slice(0, 32);
}

type Named = Pick<Visit, "workspaceId" | "message" | "linkId">;

function visitOf(kind: EventKind, named: Named, given: { visitor: Visitor; at: Date }): Visit {
  const { visitor, at } = given;
  const agent = (visitor.header("user-agent") ?? "").replace(/\p{Cc}/gu, "");
  const { method, header } = visitor;
  return {
    ...named,
    id: newId(at.getTime()),
    kind,
    at: at.toISOString(),
    machineReason: judgeRequest({ kind, method, agent, header }),
    agent: agent.slice(0, MAX_AGENT),
    // Without a reader there is nothing that has to be told apart.
    origin: named.message ? originDigest(named.workspaceId, visitor, at) : "",
  };
}

export interface VisitDesk {
  /**
   * The destination of a mailed link, its visit noted; null for a token that is not ours or names
   * nothing. Throws only when the destination has to be read and the database is away.
   */
  follow(token: string, visitor: Visitor): Promise<string | null>;
  /** Notes that a pixel was fetched; a token that is not ours leaves no trace. Never throws. */
  noteOpen(token: string, visitor: Visitor): Promise<void>;
  /** Takes in what is journalled. Rejects while the database is away. */
  settle(): Promise<void>;
}

/** Serves the links and pixels of mails. One for each process: it keeps destinations and a journal. */
export function openVisitDesk(ports: RecorderPorts): VisitDesk {
  const recorder = openRecorder(ports);
  const destinations = destinationCache((workspaceId, work: (tx: Tx) => Promise<void>) =>
    ports.inWorkspace(workspaceId, work),
  );
  return {
    settle: recorder.settle,
    async follow(token, visitor) {
      const target = readClickToken(token);
      if (!target) return null;
      const url = await destinations.find(target.workspaceId, target.linkId);
      if (!url) return null;
      await recorder.note(visitOf("click", target, { visitor, at: ports.now() }));
      return url;
    },
    async noteOpen(token, visitor) {
      const target = readOpenToken(token);
      if (!target) return;
      const { workspaceId, ...message } = target;
      const named = { workspaceId, message, linkId: null };
      await recorder.note(visitOf("open", named, { visitor, at: ports.now() }));
    },
  };
}
