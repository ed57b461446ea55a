"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus, Settings2, Upload, UserRoundSearch, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { LinkButton } from "@/app/_ui/link-button";
import { NumberText } from "@/app/_ui/number";
import { PageHeader } from "@/app/_ui/page-header";
import { Pagination } from "@/app/_ui/pagination";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { Waiting } from "@/app/_ui/waiting";
import type { ListedPerson } from "@/server/contacts";
import { AddPerson } from "./add-person";
import { type ChosenColumns, useColumns } from "./columns";
import { ContactTable } from "./contact-table";
import { FilterBar, type TopicChoice } from "./filter-bar";
import {
  countFilters,
  filterOf,
  type ListState,
  listInputOf,
  listParams,
  listUrlKeys,
} from "./list-params";

export interface ListPage {
  rows: ListedPerson[];
  previous: string | null;
  next: string | null;
}

interface ContactListProps {
  /** What the server has read for the page's address; null when it was refused. */
  first: { input: ReturnType<typeof listInputOf>; page: ListPage } | null;
  topics: readonly TopicChoice[];
  mayWrite: boolean;
  mayImport: boolean;
}

const NO_FILTER = {
  search: null,
  topicId: null,
  consent: null,
  hasOrders: null,
  locale: null,
  createdFrom: null,
  createdTo: null,
  attributeKey: null,
  attributeValue: null,
  cursor: null,
};

/** Everybody: search, filters, order and pages, all of it in the address. */
export function ContactList({ first, topics, mayWrite, mayImport }: ContactListProps) {
  const t = useTranslations("contacts");
  const trpc = useTRPC();
  const [state, setState] = useQueryStates(listParams, { urlKeys: listUrlKeys, history: "push" });
  const [isAdding, setIsAdding] = useState(false);
  const columns = useColumns();
  const input = listInputOf(state);
  const isFirst = first !== null && JSON.stringify(first.input) === JSON.stringify(input);
  const list = useQuery(
    trpc.contacts.list.queryOptions(input, {
      initialData: isFirst ? first.page : undefined,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  // Asked for once the page is there: a page never waits for its count.
  const count = useQuery(
    trpc.contacts.count.queryOptions(filterOf(state), {
      enabled: list.isSuccess && !list.isPlaceholderData,
    }),
  );

  const total = count.data;

  /** Every change of filter or order starts at the first page again. */
  function change(next: Partial<{ [K in keyof ListState]: ListState[K] | null }>) {
    void setState({ cursor: null, ...next });
  }

  const isFiltered = countFilters(state) > 0 || state.search.trim() !== "";
  const isEmpty = list.data?.rows.length === 0 && !isFiltered && !state.cursor;
  const actions = (
    <>
      <LinkButton href="/contacts/attributes" variant="ghost">
        <Settings2 aria-hidden />
        {t("attributes.title")}
      </LinkButton>
      {mayWrite ? (
        <Button variant={mayImport ? "secondary" : "primary"} onClick={() => setIsAdding(true)}>
          <Plus aria-hidden />
          {t("add.action")}
        </Button>
      ) : null}
      {mayImport ? (
        <LinkButton href="/contacts/import" variant="primary">
          <Upload aria-hidden />
          {t("import")}
        </LinkButton>
      ) : null}
    </>
  );

  return (
    <>
      <PageHeader
        title={t("title")}
        meta={
          total === undefined || isEmpty ? null : (
            <span className="text-ink-muted">
              <NumberText value={total} />
            </span>
          )
        }
        actions={isEmpty ? null : actions}
      />
      {isEmpty ? (
        <NobodyYet mayImport={mayImport} mayWrite={mayWrite} onAdd={() => setIsAdding(true)} />
      ) : (
        <>
          <FilterBar state={state} onChange={change} topics={topics} columns={columns} />
          <Results
            state={state}
            list={list}
            total={total}
            columns={columns}
            onChange={change}
            onReset={() => void setState(NO_FILTER)}
          />
        </>
      )}
      <AddPerson open={isAdding} onOpenChange={setIsAdding} />
    </>
  );
}

interface ResultsProps {
  state: ListState;
  list: {
    data: ListPage | undefined;
    error: unknown;
    isPlaceholderData: boolean;
    refetch: () => unknown;
  };
  total: number | undefined;
  columns: ChosenColumns;
  onChange: (next: Partial<ListState>) => void;
  onReset: () => void;
}

function Results({ state, list, total, columns, onChange, onReset }: ResultsProps) {
  const t = useTranslations("contacts");
  const common = useTranslations("common");
  const errorText = useCallErrorText();

  if (list.error) {
    return (
      <Banner
        tone="bad"
        title={t("failed")}
        isLive
        action={
          <div className="flex gap-2">
            <Button size="small" onClick={() => list.refetch()}>
              {common("retry")}
            </Button>
            <Button size="small" onClick={() => onChange({ sort: "name", direction: "asc" })}>
              {t("fromStart")}
            </Button>
          </div>
        }
      >
        {errorText(list.error)}
      </Banner>
    );
  }
  if (!list.data) return <SkeletonTable rows={12} />;
  if (list.data.rows.length === 0) {
    return (
      <EmptyState
        icon={UserRoundSearch}
        title={t("noMatch")}
        description={t("noMatchText")}
        action={<Button onClick={onReset}>{t("filter.reset")}</Button>}
      />
    );
  }
  const { rows, previous, next } = list.data;
  return (
    <>
      <Waiting isWaiting={list.isPlaceholderData}>
        <ContactTable rows={rows} state={state} columns={columns} onSort={onChange} />
      </Waiting>
      <Pagination
        isLoading={list.isPlaceholderData}
        onPrevious={previous ? () => onChange({ cursor: previous }) : undefined}
        onNext={next ? () => onChange({ cursor: next }) : undefined}
        summary={total === undefined ? t("counting") : t("total", { count: total })}
      />
    </>
  );
}

interface NobodyYetProps {
  mayImport: boolean;
  mayWrite: boolean;
  onAdd: () => void;
}

function NobodyYet({ mayImport, mayWrite, onAdd }: NobodyYetProps) {
  const t = useTranslations("contacts");
  return (
    <EmptyState
      icon={UsersRound}
      title={t("empty.title")}
      description={t("empty.text")}
      action={
        <>
          {mayImport ? (
            <LinkButton href="/contacts/import" variant="primary">
              <Upload aria-hidden />
              {t("import")}
            </LinkButton>
          ) : null}
          {mayWrite ? (
            <Button onClick={onAdd}>
              <Plus aria-hidden />
              {t("add.action")}
            </Button>
          ) : null}
        </>
      }
      sample={
        <figure className="rounded-md border bg-surface">
          <figcaption className="border-b px-3 py-2 text-ink-muted text-xs">
            {t("empty.sample")}
          </figcaption>
          <pre
            translate="no"
            className="whitespace-pre-wrap break-all px-3 py-2 font-mono text-xs leading-5"
          >
            {"email,first_name,last_name,customer_no\nana@example.com,Ana,López,K-1001"}
          </pre>
        </figure>
      }
    />
  );
}
