/** How long calls are gathered. Without it nothing waits for anything but the run under way. */
export interface Gathering {
  /** A run begins no sooner than so long after the one before, in milliseconds. */
  ms: number;
  /**
   * Nor sooner than after so many times what that one took, but for `mostMs`: whoever answers slowly has much
   * to do, and more in each run spares it the most; whoever answers at once is not waited for. Only behind a run
   * of at least `from`: where few come, waiting gathers hardly more.
   */
  rest?: { times: number; mostMs: number; from: number };
  /** As many as this are not kept waiting for more. */
  enough: number;
}

/**
 * Groups calls: what arrives while one run is under way goes into the next, together. A lone call runs
 * at once; in a stream of them runs keep the distance that `gathering` asks for, so that each carries many:
 * what a run costs hardly depends on their number. `run` answers in the order of its items, and a failure
 * fails them all.
 */
export function coalesce<T, R>(
  run: (items: readonly T[]) => Promise<readonly R[]>,
  { max = 100, gathering = { ms: 0, enough: 1 } }: { max?: number; gathering?: Gathering } = {},
): (item: T) => Promise<R> {
  const waiting: { item: T; resolve: (answer: R) => void; reject: (error: unknown) => void }[] = [];
  let isRunning = false;
  let timer: NodeJS.Timeout | undefined;
  let lastEnded = Number.NEGATIVE_INFINITY;
  /** Between the end of the last run and the next, in milliseconds. */
  let distance = gathering.ms;

  async function drain(): Promise<void> {
    isRunning = true;
    const began = performance.now();
    const batch = waiting.splice(0, max);
    try {
      const answers = await run(batch.map((entry) => entry.item));
      for (const [at, entry] of batch.entries()) entry.resolve(answers[at] as R);
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    }
    isRunning = false;
    lastEnded = performance.now();
    distance = gathering.ms;
    const { rest } = gathering;
    if (rest && batch.length >= rest.from) {
      distance = Math.max(distance, Math.min(rest.times * (lastEnded - began), rest.mostMs));
    }
    consider();
  }

  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    void drain();
  }

  function consider(): void {
    if (isRunning || waiting.length === 0) return;
    const wait = lastEnded + distance - performance.now();
    if (waiting.length >= gathering.enough || wait <= 0) start();
    else timer ??= setTimeout(start, wait);
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      consider();
    });
}
