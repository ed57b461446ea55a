"use client";

import { Input, type InputProps } from "@/app/_ui/input";

interface NumberInputProps extends Omit<InputProps, "value" | "onChange" | "type"> {
  value: number | null;
  /** Null while the field is empty; what is no number stays one that no rule accepts. */
  onChange: (value: number | null) => void;
}

/** A whole number. Not a number field of the browser: a turn of the wheel must not change a limit. */
export function NumberInput({ value, onChange, ...props }: NumberInputProps) {
  return (
    <Input
      {...props}
      inputMode="numeric"
      autoComplete="off"
      value={value === null || Number.isNaN(value) ? "" : String(value)}
      onValueChange={(text) => {
        const digits = text.replace(/\D/g, "");
        onChange(digits === "" ? null : Number(digits));
      }}
    />
  );
}
