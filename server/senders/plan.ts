import type { Tx } from "@/db";
import type { OpenServer } from "./connection";
import * as domains from "./domain-queries";
import { standingOf } from "./findings";
import { openKey } from "./keys";
import type { Route } from "./routes.core";
import type { Security } from "./schemas";
import * as queries from "./server-queries";
import { openPassword, securityOf } from "./servers";
import { maySendFrom } from "./state.core";
import { leavesMachine } from "./verified";
import { dayOf, readWarmUp } from "./warm-up";
import type { WarmUpPlan } from "./warm-up.core";

/** A server as the sender needs it; its password stays sealed until `openServerOf`. */
export interface PlannedServer {
  id: string;
  name: string;
  host: string;
  port: number;
  security: Security;
  username: string;
  sealedPassword: string | null;
  ehloName: string;
  /** Messages a second; null: as fast as it goes. */
  perSecond: number | null;
  connections: number;
  /** Known, but not to be connected to now. */
  isPaused: boolean;
}

/** With what a domain signs; the key stays sealed until `openSigner`. */
export interface PlannedSigner {
  domainId: string;
  domain: string;
  /** Id of the key: changes when another key takes over, so what was parsed of it may be kept. */
  keyId: string;
  selector: string;
  sealedKey: string;
}

/** All that a sender needs to know of a workspace besides the letters. */
export interface SendingPlan {
  workspaceId: string;
  servers: PlannedServer[];
  /** For `routeFor`, which gives ids of `servers`. */
  routes: Route[];
  /** Mail of the workspace leaves this machine, as none may that nobody signs. */
  leavesMachine: boolean;
  /** Of the domains that may be sent from now, longest name first: the first that fits is the nearest. */
  signers: PlannedSigner[];
  /** Today in the workspace, ISO 8601. */
  day: string;
  /**
   * For `warmUpLimit`, and what has left today; `reserveSent` counts on. Of every domain that was ever proven:
   * one whose record is gone is no warmer for that.
   */
  warmUps: { domainId: string; domain: string; plan: WarmUpPlan; sent: number }[];
  /** Letters a minute by recipient domain. */
  limits: { domain: string; perMinute: number }[];
}

/**
 * Reads the sending plan of a workspace at a moment. Nothing in it is readable that opens anything:
 * `openServerOf` and `openSigner` do that.
 */
export async function readSendingPlan(
  tx: Tx,
  workspaceId: string,
  now: Date,
): Promise<SendingPlan> {
  const servers = await queries.listServers(tx, workspaceId);
  const routes = await queries.listRoutes(tx, workspaceId);
  const signing = await domains.listSigning(tx, workspaceId);
  const day = await dayOf(tx, workspaceId, now);
  const counts = await domains.listSentOn(tx, workspaceId, day);
  const limits = await queries.listLimits(tx, workspaceId);
  const usable = signing.filter(({ row }) => maySendFrom(standingOf(row), now));
  return {
    workspaceId,
    day,
    leavesMachine: await leavesMachine({ db: tx, workspaceId, now }),
    servers: servers.map((row) => ({
      id: row.id,
      name: row.name,
      host: row.host,
      port: row.port,
      security: securityOf(row.security),
      username: row.username,
      sealedPassword: row.sealedPassword,
      ehloName: row.ehloName,
      perSecond: row.perSecond,
      connections: row.connections,
      isPaused: row.isPaused,
    })),
    routes,
    signers: usable.flatMap(({ row, keyId, selector, sealedKey }) =>
      sealedKey === null
        ? []
        : [{ domainId: row.id, domain: row.domain, keyId, selector, sealedKey }],
    ),
    warmUps: signing.flatMap(({ row }) => {
      const plan = standingOf(row).state === "pending" ? null : readWarmUp(row);
      const sent = counts.find(({ domainId }) => domainId === row.id)?.sent ?? 0;
      return plan ? [{ domainId: row.id, domain: row.domain, plan, sent }] : [];
    }),
    limits,
  };
}

/**
 * A server with its password in the clear, for one connection. Never log or store it.
 */
export function openServerOf(workspaceId: string, server: PlannedServer): OpenServer {
  const { host, port, security, username, ehloName } = server;
  const password = openPassword({ ...server, workspaceId });
  return { host, port, security, username, ehloName, password };
}

/**
 * A signer with its key in the clear (PEM, PKCS #8): what `dkimKey` takes. Never log or store it.
 */
export function openSigner(
  workspaceId: string,
  signer: PlannedSigner,
): { domain: string; selector: string; pem: string } {
  const { domainId, keyId, sealedKey, domain, selector } = signer;
  return { domain, selector, pem: openKey({ workspaceId, domainId, id: keyId, sealedKey }) };
}
