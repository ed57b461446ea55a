"use client";

import { Columns3, ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Popover } from "@/app/_ui/popover";
import { SearchField } from "@/app/_ui/search-field";
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
      <SearchField
        value={state.search}
        onChange={(search) => onChange({ search })}
        label={t("search")}
        placeholder={t("searchHint")}
        clearLabel={t("clearSearch")}
      />
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
