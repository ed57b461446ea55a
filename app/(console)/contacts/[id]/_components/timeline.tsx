"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useId, useRef } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { SkeletonTable } from "@/app/_ui/skeleton";
import type { AttributeDefinition } from "@/server/contacts";
import type { TimelineItem } from "@/server/profiles";
import { TIMELINE_KINDS } from "@/server/profiles/schemas";
import { TimelineEntry } from "./timeline-entry";

interface TimelineProps {
  contactId: string;
  /** The first page of everything, read by the server. */
  first: { items: TimelineItem[]; next: string | null };
  definitions: readonly AttributeDefinition[];
}

const ALL = "all";

/** What happened with a person, newest first, by month; a page at a time. */
export function Timeline({ contactId, first, definitions }: TimelineProps) {
  const t = useTranslations("contacts.timeline");
  const common = useTranslations("common");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [kind, setKind] = useQueryState("show", parseAsStringLiteral(TIMELINE_KINDS));
  const pages = useInfiniteQuery(
    trpc.profiles.timeline.infiniteQueryOptions(
      { contactId, ...(kind ? { kind } : {}) },
      {
        getNextPageParam: (page) => page.next,
        initialData: kind ? undefined : { pages: [first], pageParams: [null] },
        retry: false,
      },
    ),
  );
  // The server has read the page anew, because something about the person was changed.
  const known = useRef(first);
  useEffect(() => {
    if (known.current === first) return;
    known.current = first;
    void queries.invalidateQueries(trpc.profiles.timeline.pathFilter());
  }, [first, queries, trpc]);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      title={t("title")}
      actions={
        <Select
          size="small"
          aria-label={t("filter")}
          className="w-48"
          value={kind ?? ALL}
          onValueChange={(value) => void setKind(TIMELINE_KINDS.find((k) => k === value) ?? null)}
          options={[
            { value: ALL, label: t("kind.all") },
            ...TIMELINE_KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
          ]}
        />
      }
    >
      {pages.error ? (
        <Banner
          tone="bad"
          isLive
          title={t("failed")}
          action={
            <Button size="small" onClick={() => pages.refetch()}>
              {common("retry")}
            </Button>
          }
        >
          {errorText(pages.error)}
        </Banner>
      ) : null}
      {pages.isPending ? <SkeletonTable rows={5} /> : null}
      {pages.data && items.length === 0 ? (
        <p className="rounded-md border border-dashed px-4 py-8 text-center text-ink-muted">
          {kind ? t("emptyKind") : t("empty")}
        </p>
      ) : null}
      <Months items={items} definitions={definitions} />
      {pages.hasNextPage ? (
        <Button
          className="mt-4"
          isLoading={pages.isFetchingNextPage}
          onClick={() => pages.fetchNextPage()}
        >
          {t("older")}
        </Button>
      ) : null}
    </Section>
  );
}

interface MonthsProps {
  items: readonly TimelineItem[];
  definitions: readonly AttributeDefinition[];
}

function Months({ items, definitions }: MonthsProps) {
  const format = useFormatter();
  const id = useId();
  const months: { name: string; items: TimelineItem[] }[] = [];
  for (const item of items) {
    const name = format.dateTime(item.at, { year: "numeric", month: "long" });
    const last = months.at(-1);
    if (last?.name === name) last.items.push(item);
    else months.push({ name, items: [item] });
  }
  return (
    <div className="flex flex-col gap-4">
      {months.map((month, index) => (
        <section key={month.name} aria-labelledby={`${id}-${index}`}>
          <h3
            id={`${id}-${index}`}
            translate="no"
            className="mb-1 font-medium text-ink-muted text-xs"
          >
            {month.name}
          </h3>
          <ol className="divide-y divide-line rounded-md border bg-surface">
            {month.items.map((item) => (
              <TimelineEntry
                key={`${item.kind}:${item.id}`}
                item={item}
                definitions={definitions}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
