"use client";

import { useState } from "react";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";

interface NumberFieldProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

/** A whole number within limits; what lies outside is not taken over, and gone when one leaves. */
export function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={label}>
      <Input
        type="number"
        min={min}
        max={max}
        value={typed ?? String(value)}
        onBlur={() => setTyped(null)}
        onValueChange={(text) => {
          setTyped(text);
          const next = Number(text);
          if (text !== "" && Number.isInteger(next) && next >= min && next <= max) onChange(next);
        }}
      />
    </Field>
  );
}
