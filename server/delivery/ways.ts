import { createHash } from "node:crypto";
import type { Tx } from "@/db";
import { AppError, clock, toAppError } from "../kernel";
import { labelOf } from "../mailbox";
import {
  openServerOf,
  openSigner,
  type PlannedServer,
  readSendingPlan,
  resolvePublic,
  routeFor,
  type SendingPlan,
} from "../senders";
import { type DkimKey, dkimKey } from "./dkim";
import { paced } from "./paced";
import type { ChannelProvider } from "./provider";
import type { Kind } from "./schemas";
import { covers } from "./sender-domain.core";
import { smtpProvider } from "./smtp-provider";
import { type OperatorServer, smtpTarget, TIMEOUTS } from "./smtp-target";
import { type SmtpTarget, SmtpUnavailable } from "./smtp-types";

/** What the mail of one workspace may use, as of a few seconds ago. */
export interface Way {
  /**
   * Ways out for a message, the one to try first first; none while all servers of its rule are paused, or
   * while nothing stands for its sender though it would leave this machine (`heldBackBy` says which).
   */
  providersFor(message: { brandId: string; kind: Kind; senderEmail: string }): ChannelProvider[];
  /** What mail of a kind may go over: by the rule of every brand that has one, and of any other. */
  choicesFor(kind: Kind): ChannelProvider[][];
  /** The key of the domain that stands for a sender's address. */
  signerOf(address: string): DkimKey | null;
  /** The domain of a sender's address while it is being warmed up. */
  warmUpOf(address: string): SendingPlan["warmUps"][number] | null;
  limits: SendingPlan["limits"];
  day: string;
}

/** The ways out of this process, opened when they are first needed. */
export interface Ways {
  wayOf(tx: Tx, workspaceId: string, now: Date): Promise<Way>;
  /** Among how many processes a limit is shared; null, as at first: not known, so nothing goes over it. */
  setProcesses(count: number | null): void;
  /** What to do when a limit has room again. */
  onRoom(call: () => void): void;
  close(): void;
}

const KEPT_MS = 5_000;
/** Longer than the answer to a dot is waited for. */
const SETTLED_MS = 2 * TIMEOUTS.socket;

export interface WaysOptions {
  /** To the operator's server. */
  connections: number;
  timeouts?: SmtpTarget["timeouts"];
  /** Tests only: signs what no domain of the workspace does. */
  signer?: DkimKey;
}

/** Connects to the address that was judged, and asks the certificate for the name. */
async function targetOf(
  workspaceId: string,
  server: PlannedServer,
  timeouts: SmtpTarget["timeouts"],
): Promise<SmtpTarget> {
  try {
    const open = openServerOf(workspaceId, server);
    const { address, servername, isPublic } = await resolvePublic(open.host);
    // A name may have meant a machine of our own network when it was saved.
    if (open.security === "none" && isPublic) throw new AppError("SMTP_TLS_REQUIRED");
    return {
      key: server.id,
      host: address,
      port: open.port,
      secure: open.security === "tls",
      requireTls: open.security === "starttls",
      ignoreTls: open.security === "none",
      auth: open.username ? { user: open.username, pass: open.password } : null,
      timeouts,
      ...(open.ehloName ? { name: open.ehloName } : {}),
      ...(servername ? { tlsOptions: { servername } } : {}),
    };
  } catch (error) {
    // Settings that cannot be read, too: another APP_SECRET sealed them.
    const cause = toAppError(error);
    throw new SmtpUnavailable(cause.code, { cause });
  }
}

/** Changes with whatever makes another connection of it. */
const versionOf = (server: PlannedServer) =>
  createHash("sha256").update(JSON.stringify(server)).digest("base64url").slice(0, 16);

/**
 * A workspace's mail goes over its own servers, as its rules say; without any over the operator's. The
 * local mailbox has a way of its own for each workspace.
 */
export function openWays(server: OperatorServer, options: WaysOptions): Ways {
  const providers = new Map<string, ChannelProvider>();
  /** Own servers whose settings are others by now: what is on its way over them may arrive. */
  const retired: { provider: ChannelProvider; at: number }[] = [];
  const keys = new Map<string, DkimKey>();
  const ways = new Map<string, { at: number; way: Way }>();
  let processes: number | null = null;
  let hasRoom = (): void => undefined;

  function kept(key: string, make: () => ChannelProvider): ChannelProvider {
    const provider = providers.get(key) ?? make();
    providers.set(key, provider);
    return provider;
  }

  function operatorProvider(workspaceId: string): ChannelProvider {
    const target = smtpTarget(server, labelOf(workspaceId), options.timeouts);
    const { connections } = options;
    const { key } = target;
    return kept(key, () =>
      atRate(smtpProvider({ key, connections, target: async () => target }), server.perSecond),
    );
  }

  function atRate(provider: ChannelProvider, perSecond: number | null = null): ChannelProvider {
    const by = { share: () => processes, onRoom: () => hasRoom(), now: clock.steady };
    return perSecond === null ? provider : paced(provider, perSecond, by);
  }

  /** What no plan leads to any more takes nothing new, and is closed when all it had is settled. */
  function retire(workspaceId: string, used: ReadonlySet<ChannelProvider>): void {
    for (const [key, provider] of providers) {
      if (!key.startsWith(`${workspaceId} `) || used.has(provider)) continue;
      providers.delete(key);
      retired.push({ provider, at: clock.steady() });
    }
    while (retired[0] && clock.steady() - retired[0].at > SETTLED_MS) {
      retired.shift()?.provider.close();
    }
  }

  function ownProvider(workspaceId: string, planned: PlannedServer): ChannelProvider {
    const { id, connections, perSecond } = planned;
    return kept(`${workspaceId} ${id} ${versionOf(planned)}`, () => {
      const target = () => targetOf(workspaceId, planned, options.timeouts ?? TIMEOUTS);
      return atRate(smtpProvider({ key: id, connections, target }), perSecond);
    });
  }

  function keyOf(workspaceId: string, planned: SendingPlan["signers"][number]): DkimKey {
    const known = keys.get(planned.keyId);
    if (known) return known;
    const key = dkimKey(openSigner(workspaceId, planned));
    keys.set(planned.keyId, key);
    return key;
  }

  function wayFrom(plan: SendingPlan): Way {
    const { workspaceId, servers, routes, signers, warmUps, limits, day } = plan;
    // Once a plan, not once a message: each is named by a digest of its settings.
    const usable = servers.filter((planned) => !planned.isPaused);
    const own = new Map(usable.map((one) => [one.id, ownProvider(workspaceId, one)]));
    retire(workspaceId, new Set(own.values()));
    const operator = operatorProvider(workspaceId);
    const ruledFor = (message: { brandId: string; kind: Kind }): ChannelProvider[] => {
      const named = routeFor(routes, message);
      // A rule may keep mail away from the installation's server; then nothing else may lead it there.
      return named.length === 0 ? [operator] : named.flatMap((id) => own.get(id) ?? []);
    };
    const signerOf = (address: string): DkimKey | null => {
      const planned = signers.find(covers(address));
      return planned ? keyOf(workspaceId, planned) : (options.signer ?? null);
    };
    const brandIds = [...new Set(routes.map(({ brandId }) => brandId ?? ""))];
    return {
      day,
      providersFor: (message) =>
        plan.leavesMachine && !signerOf(message.senderEmail) ? [] : ruledFor(message),
      choicesFor: (kind) => ["", ...brandIds].map((brandId) => ruledFor({ brandId, kind })),
      signerOf,
      warmUpOf: (address) => warmUps.find(covers(address)) ?? null,
      limits,
    };
  }

  return {
    wayOf: async (tx, workspaceId, now) => {
      const known = ways.get(workspaceId);
      if (known && clock.steady() - known.at < KEPT_MS) return known.way;
      const way = wayFrom(await readSendingPlan(tx, workspaceId, now));
      ways.set(workspaceId, { at: clock.steady(), way });
      return way;
    },
    setProcesses: (count) => {
      const hadShare = processes !== null;
      processes = count;
      if (!hadShare && count !== null) hasRoom();
    },
    onRoom: (call) => {
      hasRoom = call;
    },
    close: () => {
      for (const provider of providers.values()) provider.close();
      for (const { provider } of retired) provider.close();
      providers.clear();
      ways.clear();
    },
  };
}
