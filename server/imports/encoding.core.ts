import type { Encoding, FileScan } from "./schemas";

/** Bytes of Windows-1252 text in western languages beyond ASCII: letters, quotes, dashes, €, §, °. */
const WINDOWS_SIGNS = new Set([
  0x80, 0x82, 0x84, 0x85, 0x8a, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9a,
  0x9c, 0x9e, 0x9f, 0xa0, 0xa1, 0xa3, 0xa7, 0xa9, 0xab, 0xad, 0xae, 0xb0, 0xb2, 0xb3, 0xb4, 0xb5,
  0xb7, 0xba, 0xbb, 0xbf, 0xc0, 0xc1, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcd, 0xd1, 0xd3,
  0xd6, 0xd8, 0xda, 0xdc, 0xdf, 0xe0, 0xe1, 0xe2, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb,
  0xec, 0xed, 0xee, 0xef, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc,
]);

/** How many continuation bytes follow a lead byte of UTF-8; 0 for a byte that leads nothing. */
function continuations(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
}

/** The second byte's range rules out overlong forms, surrogates and what lies beyond Unicode. */
function secondByteFits(lead: number, byte: number): boolean {
  if (lead === 0xe0) return byte >= 0xa0;
  if (lead === 0xed) return byte <= 0x9f;
  if (lead === 0xf0) return byte >= 0x90;
  return lead === 0xf4 ? byte <= 0x8f : true;
}

function bomOf(head: Uint8Array): FileScan["bom"] {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  return a === 0xfe && b === 0xff ? "utf-16be" : "none";
}

/** Looks at every byte of a file once, in pieces of any size, and tells what can be said of it. */
export class ByteScan {
  private bytes = 0;
  private line = 1;
  private lastByte = -1;
  private bom: FileScan["bom"] = "none";
  private invalidRow: number | null = null;
  private nulRow: number | null = null;
  private multibyte = 0;
  private onlyWindows = true;
  private lead = 0;
  private sequence: number[] = [];

  push(chunk: Uint8Array): void {
    if (chunk.byteLength === 0) return;
    if (this.bytes === 0) this.bom = bomOf(chunk);
    const isWide = this.bom === "utf-16le" || this.bom === "utf-16be";
    for (const byte of chunk) {
      if (isWide || (byte < 0x80 && this.lead === 0)) this.plain(byte);
      else if (this.lead === 0) this.begin(byte);
      else this.carryOn(byte);
    }
    this.bytes += chunk.byteLength;
    this.lastByte = chunk.at(-1) ?? -1;
  }

  private plain(byte: number): void {
    if (byte === 0x0a) this.line += 1;
    else if (byte === 0) this.nulRow ??= this.line;
  }

  private begin(byte: number): void {
    if (byte < 0x80) this.plain(byte);
    else if (continuations(byte) === 0) this.invalid([byte]);
    else {
      this.lead = byte;
      this.sequence = [byte];
    }
  }

  private carryOn(byte: number): void {
    const fits =
      (byte & 0xc0) === 0x80 && (this.sequence.length > 1 || secondByteFits(this.lead, byte));
    if (!fits) {
      const broken = this.sequence;
      this.end();
      this.invalid(broken);
      // The byte that broke the sequence begins anew.
      this.begin(byte);
      return;
    }
    this.sequence.push(byte);
    if (this.sequence.length > continuations(this.lead)) {
      this.multibyte += 1;
      this.end();
    }
  }

  private end(): void {
    this.lead = 0;
    this.sequence = [];
  }

  private invalid(bytes: readonly number[]): void {
    this.invalidRow ??= this.line;
    if (!bytes.every((byte) => WINDOWS_SIGNS.has(byte))) this.onlyWindows = false;
  }

  /** Ends the scan. */
  finish(): FileScan {
    if (this.lead !== 0) this.invalid(this.sequence);
    const isWide = this.bom === "utf-16le" || this.bom === "utf-16be";
    return {
      bytes: this.bytes,
      lines: this.lastByte === 0x0a ? this.line - 1 : this.line,
      bom: this.bom,
      invalidRow: isWide ? null : this.invalidRow,
      // Every second byte of UTF-16 is a NUL; a NUL character in it is found when it is decoded.
      nulRow: isWide ? null : this.nulRow,
      looksWindows: this.invalidRow !== null && this.multibyte === 0 && this.onlyWindows,
    };
  }
}

/** The encoding a file is most probably in. A byte order mark decides; else UTF-8 unless it is not. */
export function guessEncoding(scan: FileScan): Encoding {
  if (scan.bom !== "none") return scan.bom;
  return scan.invalidRow !== null && scan.looksWindows ? "windows-1252" : "utf-8";
}

/**
 * The line at which the file cannot be read in this encoding, or null. UTF-16 that carries no mark
 * must be declared by a person: undeclared it shows as NULs.
 */
export function encodingFault(scan: FileScan, encoding: Encoding): number | null {
  if (encoding === "utf-16le" || encoding === "utf-16be") {
    return scan.bom === "none" || scan.bom === encoding ? null : 1;
  }
  if (scan.bom === "utf-16le" || scan.bom === "utf-16be") return 1;
  if (scan.nulRow !== null) return scan.nulRow;
  return encoding === "utf-8" ? scan.invalidRow : null;
}
