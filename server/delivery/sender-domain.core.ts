/** Whether a domain stands for a sender's address: it is the address's own, or one above it. */
export const covers =
  (address: string) =>
  (one: { domain: string }): boolean => {
    const own = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
    return own === one.domain || own.endsWith(`.${one.domain}`);
  };
