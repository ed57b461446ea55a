"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { PackageOpen, PackageSearch, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { LinkButton } from "@/app/_ui/link-button";
import { NumberText } from "@/app/_ui/number";
import { PageHeader } from "@/app/_ui/page-header";
import { Pagination } from "@/app/_ui/pagination";
import { SearchField } from "@/app/_ui/search-field";
import { Select } from "@/app/_ui/select";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { Waiting } from "@/app/_ui/waiting";
import type { ListedProduct } from "@/server/catalog";
import { PRODUCT_VIEWS } from "@/server/catalog/schemas";
import { filterOf, type ListState, listInputOf, listParams, listUrlKeys } from "./list-params";
import { ProductTable } from "./product-table";

interface ListPage {
  rows: ListedProduct[];
  previous: string | null;
  next: string | null;
}

interface ProductListProps {
  /** What the server has read for the page's address; null when it was refused. */
  first: { input: ReturnType<typeof listInputOf>; page: ListPage } | null;
  mayImport: boolean;
}

const NO_FILTER = { search: null, view: null, cursor: null };

/** The shop's products: search, view, order and pages, all of it in the address. */
export function ProductList({ first, mayImport }: ProductListProps) {
  const t = useTranslations("catalog");
  const trpc = useTRPC();
  const [state, setState] = useQueryStates(listParams, { urlKeys: listUrlKeys, history: "push" });
  const input = listInputOf(state);
  const isFirst = first !== null && JSON.stringify(first.input) === JSON.stringify(input);
  const list = useQuery(
    trpc.catalog.list.queryOptions(input, {
      initialData: isFirst ? first.page : undefined,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  // Asked for once the page is there: a page never waits for its count.
  const count = useQuery(
    trpc.catalog.count.queryOptions(filterOf(state), {
      enabled: list.isSuccess && !list.isPlaceholderData,
    }),
  );
  const isBare = state.search.trim() === "" && state.view === "current" && !state.cursor;
  const isBlank = list.data?.rows.length === 0 && isBare;
  // Everything archived is another thing than nothing there.
  const archived = useQuery(
    trpc.catalog.count.queryOptions({ view: "archived" }, { enabled: isBlank }),
  );
  const isEmpty = isBlank && archived.data === 0;

  /** Every change of search, view or order starts at the first page again. */
  function change(next: Partial<{ [K in keyof ListState]: ListState[K] | null }>) {
    void setState({ cursor: null, ...next });
  }

  const toImport = mayImport ? (
    <LinkButton href="/contacts/import/new" variant="primary">
      <Upload aria-hidden />
      {t("import")}
    </LinkButton>
  ) : null;

  return (
    <>
      <PageHeader
        title={t("title")}
        meta={
          count.data === undefined || isEmpty ? null : (
            <span className="text-ink-muted">
              <NumberText value={count.data} />
            </span>
          )
        }
        actions={isEmpty ? null : toImport}
      />
      {isEmpty ? (
        <NothingYet action={toImport} />
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center gap-2">
            <SearchField
              value={state.search}
              onChange={(search) => change({ search })}
              label={t("search")}
              placeholder={t("searchHint")}
              clearLabel={t("clearSearch")}
            />
            <Select
              className="ml-auto w-full sm:w-60"
              aria-label={t("view.label")}
              value={state.view}
              onValueChange={(view) => change({ view })}
              options={PRODUCT_VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
            />
          </div>
          <Results
            state={state}
            list={list}
            total={count.data}
            onChange={change}
            onReset={() => void setState(NO_FILTER)}
          />
        </>
      )}
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
  onChange: (next: Partial<ListState>) => void;
  onReset: () => void;
}

function Results({ state, list, total, onChange, onReset }: ResultsProps) {
  const t = useTranslations("catalog");
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
        icon={PackageSearch}
        title={t("noMatch")}
        description={t("noMatchText")}
        action={<Button onClick={onReset}>{t("reset")}</Button>}
      />
    );
  }
  const { rows, previous, next } = list.data;
  return (
    <>
      <Waiting isWaiting={list.isPlaceholderData}>
        <ProductTable rows={rows} state={state} onSort={onChange} />
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

function NothingYet({ action }: { action: ReactNode }) {
  const t = useTranslations("catalog.empty");
  return (
    <EmptyState
      icon={PackageOpen}
      title={t("title")}
      description={t("text")}
      action={action}
      sample={
        <figure className="rounded-md border bg-surface">
          <figcaption className="border-b px-3 py-2 text-ink-muted text-xs">
            {t("sample")}
          </figcaption>
          <pre
            translate="no"
            className="whitespace-pre-wrap break-all px-3 py-2 font-mono text-xs leading-5"
          >
            {"sku,name,price,stock,url\nMUG-RED,Red mug,12.95,40,https://shop.example/mug"}
          </pre>
        </figure>
      }
    />
  );
}
