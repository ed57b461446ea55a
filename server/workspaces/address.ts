import { AppError, canonicalAddress } from "../kernel";

/** The canonical address, or the error that belongs to `field`. */
export function requireAddress(given: string, field: string): string {
  const verdict = canonicalAddress(given);
  if (!verdict.ok) throw new AppError(verdict.code, { field });
  return verdict.address;
}

/** The same for a field that may stay empty. */
export function optionalAddress(given: string, field: string): string {
  return given.trim() === "" ? "" : requireAddress(given, field);
}
