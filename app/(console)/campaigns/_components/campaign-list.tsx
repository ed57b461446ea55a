"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useDeferredValue, useEffect, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Input } from "@/app/_ui/input";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Pagination } from "@/app/_ui/pagination";
import { Select } from "@/app/_ui/select";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { Waiting } from "@/app/_ui/waiting";
import { type CampaignRows, CampaignTable } from "./campaign-table";
import { NewCampaign, type TopicOption } from "./new-campaign";
import { SampleLetter } from "./sample-letter";

interface CampaignListProps {
  topics: readonly TopicOption[];
  brandId: string | null;
  mayWrite: boolean;
  isNewOpen: boolean;
}

interface Cursor {
  updatedAt: Date;
  id: string;
}

const LIVE_MS = 3_000;
const RUNNING = new Set(["preparing", "sending"]);

/** All letters of the workspace, last changed first. */
export function CampaignList({ topics, brandId, mayWrite, isNewOpen }: CampaignListProps) {
  const t = useTranslations("campaigns");
  const trpc = useTRPC();
  const [typed, setTyped] = useState("");
  const [view, setView] = useState<"active" | "archived">("active");
  const [path, setPath] = useState<Cursor[]>([]);
  const search = useDeferredValue(typed.trim());
  const list = useQuery({
    ...trpc.campaigns.list.queryOptions({ view, search, cursor: path.at(-1) }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.rows.some((row) => RUNNING.has(row.state)) ? LIVE_MS : false,
  });
  const { data } = list;
  const next = data?.next;
  const router = useRouter();
  const [isCreating, setCreating] = useState(isNewOpen);
  useEffect(() => {
    if (isNewOpen) setCreating(true);
  }, [isNewOpen]);
  const changeCreating = (isOpen: boolean) => {
    setCreating(isOpen);
    // The address asked for the dialog; once closed, it must not ask again on a reload.
    if (!isOpen && isNewOpen) router.replace("/campaigns");
  };
  // The button moves when the first answer says that nothing is there yet; the dialog must not.
  const create = mayWrite ? (
    <Button variant="primary" onClick={() => setCreating(true)}>
      {t("new.open")}
    </Button>
  ) : null;
  const isFresh = data?.isEmpty === true;

  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          isFresh ? null : (
            <>
              <LinkButton href="/campaigns/undelivered">{t("undelivered.open")}</LinkButton>
              {create}
            </>
          )
        }
      />
      {isFresh ? (
        <EmptyState
          icon={Mail}
          title={t("empty.title")}
          description={t(mayWrite ? "empty.text" : "empty.textReader")}
          action={create}
          sample={<SampleLetter />}
        />
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
                setPath([]);
              }}
              className="w-full sm:w-72"
            />
            <Select
              aria-label={t("list.view")}
              options={[
                { value: "active", label: t("list.active") },
                { value: "archived", label: t("list.archived") },
              ]}
              value={view}
              onValueChange={(value) => {
                setView(value === "archived" ? "archived" : "active");
                setPath([]);
              }}
              className="w-40"
            />
          </div>
          <Waiting isWaiting={list.isPlaceholderData}>
            <Rows
              rows={data?.rows}
              failure={list.error}
              onRetry={() => list.refetch()}
              isArchived={view === "archived"}
              isFiltered={search !== ""}
              mayWrite={mayWrite}
            />
          </Waiting>
          {path.length > 0 || next ? (
            <Pagination
              isLoading={list.isPlaceholderData}
              onPrevious={path.length > 0 ? () => setPath(path.slice(0, -1)) : undefined}
              onNext={next ? () => setPath([...path, next]) : undefined}
            />
          ) : null}
        </>
      )}
      {mayWrite ? (
        <NewCampaign
          topics={topics}
          brandId={brandId}
          isOpen={isCreating}
          onOpenChange={changeCreating}
        />
      ) : null}
    </>
  );
}

interface RowsProps {
  rows: CampaignRows | undefined;
  failure: unknown;
  onRetry: () => void;
  isArchived: boolean;
  isFiltered: boolean;
  mayWrite: boolean;
}

function Rows({ rows, failure, onRetry, isArchived, isFiltered, mayWrite }: RowsProps) {
  const t = useTranslations("campaigns.list");
  const errorText = useCallErrorText();
  if (failure) {
    return (
      <Banner
        tone="bad"
        action={
          <Button size="small" onClick={onRetry}>
            {t("retry")}
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
  return <CampaignTable rows={rows} mayWrite={mayWrite} isArchived={isArchived} />;
}
