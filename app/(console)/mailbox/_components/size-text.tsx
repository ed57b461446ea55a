"use client";

import { useFormatter } from "next-intl";

/** A number of bytes in the unit people read: kilobytes, from a million on megabytes. */
export function SizeText({ bytes }: { bytes: number }) {
  const format = useFormatter();
  const isLarge = bytes >= 1_000_000;
  return (
    <span translate="no">
      {format.number(bytes / (isLarge ? 1_000_000 : 1_000), {
        style: "unit",
        unit: isLarge ? "megabyte" : "kilobyte",
        maximumFractionDigits: 1,
      })}
    </span>
  );
}
