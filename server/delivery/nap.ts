/** A pause that ends early when somebody has work. */
export function createNap() {
  let wake: () => void = () => undefined;
  return {
    wake: (): void => wake(),
    take: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
