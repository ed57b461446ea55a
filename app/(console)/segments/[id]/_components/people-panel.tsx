"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Pagination } from "@/app/_ui/pagination";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { Waiting } from "@/app/_ui/waiting";
import type { SegmentRule } from "@/server/segments/schemas";
import { useColumns } from "../../../contacts/_components/columns";
import { ContactTable } from "../../../contacts/_components/contact-table";

interface PeoplePanelProps {
  rule: SegmentRule;
  people: number;
}

interface Place {
  sort: string;
  direction: "asc" | "desc";
  cursor?: string;
}

/** The people a rule means, in the list's columns and orders. */
export function PeoplePanel({ rule, people }: PeoplePanelProps) {
  const t = useTranslations("segments");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const columns = useColumns();
  const [place, setPlace] = useState<Place>({ sort: "name", direction: "asc" });
  const page = useQuery(
    trpc.segments.people.queryOptions(
      { rule, list: place },
      { placeholderData: keepPreviousData, retry: false },
    ),
  );
  if (page.error) {
    return (
      <Banner
        tone="bad"
        title={t("peopleFailed")}
        isLive
        action={
          <Button size="small" onClick={() => void page.refetch()}>
            {common("retry")}
          </Button>
        }
      >
        {errorText(page.error)}
      </Banner>
    );
  }
  if (!page.data) return <SkeletonTable rows={6} />;
  const { rows, previous, next } = page.data;
  if (rows.length === 0) return <p className="py-6 text-ink-muted">{t("nobody")}</p>;
  return (
    <>
      <Waiting isWaiting={page.isPlaceholderData}>
        <ContactTable rows={rows} state={place} columns={columns} onSort={setPlace} />
      </Waiting>
      <Pagination
        isLoading={page.isPlaceholderData}
        onPrevious={previous ? () => setPlace({ ...place, cursor: previous }) : undefined}
        onNext={next ? () => setPlace({ ...place, cursor: next }) : undefined}
        summary={t("peopleTotal", { count: people })}
      />
    </>
  );
}
