"use client";

import { Columns3, ListFilter, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Input } from "@/app/_ui/input";
import { Popover } from "@/app/_ui/popover";
import { type ChosenColumns, OPTIONAL_COLUMNS } from "./columns";
import { FilterForm } from "./filter-form";
import { countFilters, type ListState } from "./list-params";

export interface TopicChoice {
  id: string;
  name: string;
  brandName: string;
}

export interface FilterBarProps {
  state: ListState;
  onChange: (next: Partial<ListState>) => void;
  topics: readonly TopicChoice[];
  columns: ChosenColumns;
}

/** Search at the left, filters and columns at the right. */
export function FilterBar({ state, onChange, topics, columns }: FilterBarProps) {
  const t = useTranslations("contacts");
  const [isOpen, setIsOpen] = useState(false);
  const active = countFilters(state);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SearchField value={state.search} onChange={(search) => onChange({ search })} />
      <div className="ml-auto flex gap-2">
        <Popover
          open={isOpen}
          onOpenChange={setIsOpen}
          align="end"
          title={t("filter.title")}
          className="w-96"
          trigger={
            <Button>
              <ListFilter aria-hidden />
              {active > 0 ? t("filter.active", { count: active }) : t("filter.title")}
            </Button>
          }
        >
          <FilterForm
            state={state}
            topics={topics}
            onApply={(next) => {
              setIsOpen(false);
              onChange(next);
            }}
          />
        </Popover>
        <Popover
          align="end"
          title={t("columns")}
          className="w-56"
          trigger={
            <Button>
              <Columns3 aria-hidden />
              <span className="max-sm:sr-only">{t("columns")}</span>
            </Button>
          }
        >
          <div className="flex flex-col gap-1">
            {OPTIONAL_COLUMNS.map((column) => (
              <Checkbox
                key={column}
                label={t(`column.${column}`)}
                checked={columns.shown.includes(column)}
                onCheckedChange={() => columns.toggle(column)}
              />
            ))}
          </div>
        </Popover>
      </div>
    </div>
  );
}

/** Searches while one types, a moment after the last key. */
function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useTranslations("contacts");
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
    }, 250);
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
        aria-label={t("search")}
        placeholder={t("searchHint")}
        translate="no"
        className="px-8"
      />
      {text ? (
        <button
          type="button"
          aria-label={t("clearSearch")}
          onClick={() => type("")}
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-md text-ink-faint hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : null}
    </div>
  );
}
