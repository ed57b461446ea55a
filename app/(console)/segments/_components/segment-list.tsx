"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus, Shapes } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Input } from "@/app/_ui/input";
import { PageHeader } from "@/app/_ui/page-header";
import { Pagination } from "@/app/_ui/pagination";
import { Select } from "@/app/_ui/select";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { Waiting } from "@/app/_ui/waiting";
import type { SegmentRows } from "./choices";
import { NewSegmentDialog } from "./new-segment";
import { SegmentTable } from "./segment-table";

interface SegmentListProps {
  mayWrite: boolean;
  isNewOpen: boolean;
}

interface Position {
  updatedAt: Date;
  id: string;
}

/** All segments: how many each means, and when it was changed. */
export function SegmentList({ mayWrite, isNewOpen }: SegmentListProps) {
  const t = useTranslations("segments");
  const trpc = useTRPC();
  const router = useRouter();
  const path = usePathname();
  const [typed, setTyped] = useState("");
  const [view, setView] = useState<"active" | "archived">("active");
  const [pages, setPages] = useState<Position[]>([]);
  const [isCreating, setCreating] = useState(isNewOpen);
  const search = useDeferredValue(typed.trim());
  const list = useQuery(
    trpc.segments.list.queryOptions(
      { search, view, cursor: pages.at(-1) },
      { placeholderData: keepPreviousData },
    ),
  );
  const { data } = list;
  const next = data?.next;

  function changeCreating(isOpen: boolean) {
    setCreating(isOpen);
    // The address opened it; it must not open again with the page.
    if (!isOpen && isNewOpen) router.replace(path);
  }

  const create = mayWrite ? (
    <Button variant="primary" onClick={() => changeCreating(true)}>
      <Plus aria-hidden />
      {t("new.open")}
    </Button>
  ) : null;

  const isFresh = data?.isEmpty === true;

  return (
    <>
      <PageHeader
        title={t("title")}
        description={isFresh ? undefined : t("description")}
        actions={isFresh ? null : create}
      />
      {isFresh ? (
        <NothingYet mayWrite={mayWrite} action={create} />
      ) : (
        <>
          <div className="mb-3 flex flex-wrap gap-2">
            <Input
              type="search"
              aria-label={t("list.search")}
              placeholder={t("list.search")}
              value={typed}
              onValueChange={(text) => {
                setTyped(text);
                setPages([]);
              }}
              className="w-full sm:w-72"
            />
            <Select<"active" | "archived">
              aria-label={t("list.view")}
              options={[
                { value: "active", label: t("list.active") },
                { value: "archived", label: t("list.archived") },
              ]}
              value={view}
              onValueChange={(value) => {
                setView(value);
                setPages([]);
              }}
              className="w-40"
            />
          </div>
          <Waiting isWaiting={list.isPlaceholderData}>
            <Rows
              rows={data?.rows}
              failure={list.error}
              onRetry={() => void list.refetch()}
              isArchived={view === "archived"}
              isFiltered={search !== ""}
              mayWrite={mayWrite}
            />
          </Waiting>
          {pages.length > 0 || next ? (
            <Pagination
              isLoading={list.isPlaceholderData}
              onPrevious={pages.length > 0 ? () => setPages(pages.slice(0, -1)) : undefined}
              onNext={next ? () => setPages([...pages, next]) : undefined}
            />
          ) : null}
        </>
      )}
      {mayWrite ? <NewSegmentDialog isOpen={isCreating} onOpenChange={changeCreating} /> : null}
    </>
  );
}

function NothingYet({ mayWrite, action }: { mayWrite: boolean; action: ReactNode }) {
  const t = useTranslations("segments.empty");
  return (
    <EmptyState
      icon={Shapes}
      title={t("title")}
      description={t(mayWrite ? "text" : "textReader")}
      action={action}
      sample={<p className="rounded-md border bg-surface px-4 py-3 text-center">{t("sample")}</p>}
    />
  );
}

interface RowsProps {
  rows: SegmentRows | undefined;
  failure: unknown;
  onRetry: () => void;
  isArchived: boolean;
  isFiltered: boolean;
  mayWrite: boolean;
}

function Rows({ rows, failure, onRetry, isArchived, isFiltered, mayWrite }: RowsProps) {
  const t = useTranslations("segments.list");
  const common = useTranslations("common");
  const errorText = useCallErrorText();
  if (failure) {
    return (
      <Banner
        tone="bad"
        action={
          <Button size="small" onClick={onRetry}>
            {common("retry")}
          </Button>
        }
      >
        {errorText(failure)}
      </Banner>
    );
  }
  if (!rows) return <SkeletonTable rows={6} />;
  if (rows.length === 0) {
    return (
      <p className="py-10 text-center text-ink-muted">
        {t(isArchived && !isFiltered ? "noneArchived" : "none")}
      </p>
    );
  }
  return <SegmentTable rows={rows} mayWrite={mayWrite} isArchived={isArchived} />;
}
