"use client";

import { useFormatter } from "next-intl";
import { cn } from "./cn";

interface NumberTextProps {
  value: number;
  /** 12,345 becomes 12K. */
  isCompact?: boolean;
  /** Digits after the point at most. */
  digits?: number;
  className?: string;
}

/** A number by the rules of the language, with figures of equal width. */
export function NumberText({ value, isCompact, digits = 0, className }: NumberTextProps) {
  const format = useFormatter();
  return (
    <span translate="no" className={cn("tabular", className)}>
      {format.number(value, {
        notation: isCompact ? "compact" : "standard",
        maximumFractionDigits: digits,
      })}
    </span>
  );
}

/** A share from 0 to 1 as per cent. */
export function PercentText({ value, digits = 1, className }: NumberTextProps) {
  const format = useFormatter();
  return (
    <span translate="no" className={cn("tabular", className)}>
      {format.number(value, { style: "percent", maximumFractionDigits: digits })}
    </span>
  );
}

interface MoneyTextProps {
  /** In minor units (cents), as stored. */
  minor: number;
  /** ISO 4217, three letters. */
  currency: string;
  className?: string;
}

/** An amount of money. The currency decides how many digits its minor unit has. */
export function MoneyText({ minor, currency, className }: MoneyTextProps) {
  const format = useFormatter();
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return (
    <span translate="no" className={cn("tabular", className)}>
      {format.number(minor / 10 ** maximumFractionDigits, { style: "currency", currency })}
    </span>
  );
}
