"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Input } from "./input";

const TYPING_PAUSE_MS = 250;

interface SearchFieldProps {
  value: string;
  onChange: (text: string) => void;
  label: string;
  placeholder: string;
  clearLabel: string;
}

/** Searches while one types, a moment after the last key. */
export function SearchField({ value, onChange, label, placeholder, clearLabel }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // The address changed otherwise (back button, "reset"): the field follows.
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  function type(next: string) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setSeen(next);
      onChange(next);
    }, TYPING_PAUSE_MS);
  }

  return (
    <div className="relative w-full min-w-0 sm:w-80">
      <Search
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-4 text-ink-faint"
      />
      <Input
        type="text"
        role="searchbox"
        value={text}
        onValueChange={type}
        aria-label={label}
        placeholder={placeholder}
        translate="no"
        className="px-8"
      />
      {text ? (
        <button
          type="button"
          aria-label={clearLabel}
          onClick={() => type("")}
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-md text-ink-faint hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : null}
    </div>
  );
}
