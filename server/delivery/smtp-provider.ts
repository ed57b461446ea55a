import { type ChannelProvider, untried } from "./provider";
import { openClient } from "./smtp-client";
import { type SmtpClient, type SmtpTarget, SmtpUnavailable, type Submission } from "./smtp-types";

export interface SmtpProviderOptions {
  key: string;
  /** Where to connect to, asked for each connection: a name may mean another machine by then. */
  target: () => Promise<SmtpTarget>;
  /** Connections at once, those for urgent messages not counted. */
  connections: number;
  /** A connection nobody needs for so long is closed, in milliseconds. */
  idleMs?: number;
}

/** Connections that only urgent messages may open, when all others are busy. */
const URGENT = 2;
/** So long a message is kept for a connection that is about to write a dot, in milliseconds. */
const PATIENCE = 5;
/** How often a message is taken to another connection because the server had closed an idle one. */
const STALE = 5;

interface Waiting {
  submission: Submission;
  stale: number;
}

/**
 * Keeps connections to one mail server. Each takes its next message itself at the moment it writes a
 * dot, so that the dot and the next envelope are one packet.
 */
export function smtpProvider(options: SmtpProviderOptions): ChannelProvider {
  const urgent: Waiting[] = [];
  const normal: Waiting[] = [];
  const clients = new Set<SmtpClient>();
  const idle = new Set<SmtpClient>();
  let opening = 0;
  let busy = 0;
  let isClosed = false;
  let closer: NodeJS.Timeout | undefined;
  let waker: NodeJS.Timeout | undefined;

  const waiting = () => urgent.length + normal.length;

  function settled(one: Waiting, from: () => SmtpClient | undefined): Submission {
    busy += 1;
    const { submission } = one;
    return {
      ...submission,
      done: (sent) => {
        busy -= 1;
        const isStale =
          (from()?.uses ?? 0) > 0 && sent.phase === "before" && !sent.data && sent.reply === null;
        if (isStale && !isClosed && sent.failed === undefined && one.stale < STALE) {
          one.stale += 1;
          normal.unshift(one);
          serve();
        } else submission.done(sent);
      },
    };
  }

  function giveBack(reason: unknown): void {
    for (const { submission } of [...urgent.splice(0), ...normal.splice(0)]) {
      submission.done(untried(reason));
    }
  }

  async function open(): Promise<void> {
    opening += 1;
    let client: SmtpClient | undefined;
    const next = (): Submission | null => {
      const one = isClosed ? undefined : (urgent.shift() ?? normal.shift());
      if (one) return settled(one, () => client);
      if (client) idle.add(client);
      return null;
    };
    try {
      client = await openClient(await options.target(), next);
    } catch (error) {
      opening -= 1;
      // Others still serve: the server only does not want more of us.
      if (clients.size === 0 && opening === 0) giveBack(error);
      return;
    }
    opening -= 1;
    if (isClosed) return client.close();
    const opened = client;
    clients.add(opened);
    void opened.ended.then(() => {
      clients.delete(opened);
      idle.delete(opened);
      if (!isClosed) serve();
    });
    opened.pull();
  }

  /** Wakes connections, or opens some, for so many messages. */
  function engage(count: number): void {
    let need = count;
    for (const client of idle) {
      if (need === 0) return;
      idle.delete(client);
      need -= 1;
      if (client.isOpen) client.pull();
    }
    const most = options.connections + (urgent.length > 0 ? URGENT : 0);
    while (opening < need && clients.size + opening < most) void open();
  }

  /**
   * Sees that somebody takes what waits. Each connection at work takes one more with its next dot, which
   * costs a write and a round trip less than to wake another; none waits long for that.
   */
  function serve(): void {
    const takers = clients.size - idle.size;
    const need = urgent.length + Math.max(0, normal.length - takers);
    if (need < waiting()) waker ??= setTimeout(wakeLate, PATIENCE);
    engage(need);
  }

  function wakeLate(): void {
    waker = undefined;
    if (!isClosed) engage(waiting());
  }

  function closeIdle(): void {
    for (const client of idle) client.close();
  }

  return {
    key: options.key,
    get room() {
      return Math.max(0, 2 * options.connections - busy - waiting());
    },
    prefetch: 2 * options.connections,
    submit: (submission, { isUrgent = false } = {}) => {
      if (isClosed) return submission.done(untried(new SmtpUnavailable("closed")));
      (isUrgent ? urgent : normal).push({ submission, stale: 0 });
      if (closer) closer.refresh();
      else closer = setTimeout(closeIdle, options.idleMs ?? 60_000).unref();
      serve();
    },
    close: () => {
      isClosed = true;
      clearTimeout(closer);
      clearTimeout(waker);
      for (const client of clients) client.close();
      giveBack(new SmtpUnavailable("closed"));
    },
  };
}
