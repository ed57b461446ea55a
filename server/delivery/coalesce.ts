/**
 * Groups calls: what arrives while one run is under way goes into the next, together. No timer;
 * a lone call runs at once. `run` answers in the order of its items, and a failure fails them all.
 */
export function coalesce<T, R>(
  run: (items: readonly T[]) => Promise<readonly R[]>,
  max = 100,
): (item: T) => Promise<R> {
  const waiting: { item: T; resolve: (answer: R) => void; reject: (error: unknown) => void }[] = [];
  let isRunning = false;

  async function drain(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, max);
      try {
        const answers = await run(batch.map((entry) => entry.item));
        for (const [at, entry] of batch.entries()) entry.resolve(answers[at] as R);
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    isRunning = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void drain();
    });
}
