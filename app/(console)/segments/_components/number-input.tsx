"use client";

import { useState } from "react";
import { Input } from "@/app/_ui/input";

interface NumberInputProps {
  value: number;
  onValueChange: (value: number) => void;
  label: string;
  min?: number;
  max?: number;
  /** Digits after the point that are allowed. */
  digits?: number;
  className?: string;
}

/**
 * A number within a sentence. What is typed counts as soon as it is one in range; anything else is
 * marked, and gone when the field is left: a rule never holds half a number.
 */
export function NumberInput(props: NumberInputProps) {
  const { value, onValueChange, label, min = 0, max = 1e12, digits = 0, className } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string): number | null => {
    const number = Number(text.trim().replace(",", "."));
    const isFine = text.trim() !== "" && Number.isFinite(number) && number >= min && number <= max;
    return isFine && Number(number.toFixed(digits)) === number ? number : null;
  };
  return (
    <Input
      aria-label={label}
      aria-invalid={typed !== null && read(typed) === null ? true : undefined}
      inputMode={digits > 0 ? "decimal" : "numeric"}
      autoComplete="off"
      translate="no"
      value={typed ?? String(value)}
      onValueChange={(text) => {
        setTyped(text);
        const number = read(text);
        if (number !== null && number !== value) onValueChange(number);
      }}
      onBlur={() => setTyped(null)}
      className={className ?? "w-20 text-right tabular"}
    />
  );
}
