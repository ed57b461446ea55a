"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ScrollText, SearchX, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { LinkButton } from "@/app/_ui/link-button";
import { Pagination } from "@/app/_ui/pagination";
import { Select } from "@/app/_ui/select";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { Waiting } from "@/app/_ui/waiting";
import {
  CONSENT_ACTIONS,
  CONSENT_SOURCES,
  type ConsentAction,
  type ConsentSource,
} from "@/server/consent/schemas";
import { ConsentHeader } from "./consent-header";
import { ledgerParams } from "./ledger-params";
import { type Declaration, LedgerTable } from "./ledger-table";
import { RecordWithdrawal } from "./record-withdrawal";
import { usePages } from "./use-pages";

interface LedgerViewProps {
  first: {
    action: ConsentAction | null;
    source: ConsentSource | null;
    page: { rows: Declaration[]; next: string | null };
  };
  mayRecord: boolean;
  mayImport: boolean;
}

const ANY = "any";

/** Every declaration of the workspace, newest first. */
export function LedgerView({ first, mayRecord, mayImport }: LedgerViewProps) {
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const [{ action, source }, setFilter] = useQueryStates(ledgerParams, { history: "push" });
  const pages = usePages(`${action}/${source}`);
  const isFirst = !pages.cursor && action === first.action && source === first.source;
  const ledger = useQuery(
    trpc.consent.ledger.queryOptions(
      { action, source, cursor: pages.cursor },
      { initialData: isFirst ? first.page : undefined, placeholderData: keepPreviousData },
    ),
  );
  const isFiltered = action !== null || source !== null;
  const isEmpty = ledger.data?.rows.length === 0;
  return (
    <>
      <ConsentHeader part="ledger" actions={mayRecord ? <RecordWithdrawal /> : null} />
      {isEmpty && !isFiltered && !pages.cursor ? (
        <NothingYet mayImport={mayImport} />
      ) : (
        <>
          <Filters action={action} source={source} onChange={setFilter} />
          <Waiting isWaiting={ledger.isPlaceholderData}>
            <Rows
              error={ledger.error ? errorText(ledger.error) : null}
              rows={ledger.data?.rows}
              onClear={() => void setFilter({ action: null, source: null })}
            />
          </Waiting>
          {pages.cursor || ledger.data?.next ? (
            <Pagination
              onPrevious={pages.onPrevious}
              onNext={pages.onNext(ledger.data?.next)}
              isLoading={ledger.isPlaceholderData}
            />
          ) : null}
        </>
      )}
    </>
  );
}

function Rows(props: {
  error: string | null;
  rows: readonly Declaration[] | undefined;
  onClear: () => void;
}) {
  const { error, rows } = props;
  if (error) {
    return (
      <Banner tone="bad" isLive>
        {error}
      </Banner>
    );
  }
  if (!rows) return <SkeletonTable rows={8} />;
  return rows.length === 0 ? <NothingFound onClear={props.onClear} /> : <LedgerTable rows={rows} />;
}

interface FiltersProps {
  action: ConsentAction | null;
  source: ConsentSource | null;
  onChange: (next: {
    action?: ConsentAction | null;
    source?: ConsentSource | null;
  }) => Promise<unknown>;
}

function Filters({ action, source, onChange }: FiltersProps) {
  const t = useTranslations("consent");
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <Select<ConsentAction | typeof ANY>
        aria-label={t("ledger.filterAction")}
        className="w-48"
        value={action ?? ANY}
        onValueChange={(value) => void onChange({ action: value === ANY ? null : value })}
        options={[
          { value: ANY, label: t("ledger.anyAction") },
          ...CONSENT_ACTIONS.map((value) => ({ value, label: t(`action.${value}`) })),
        ]}
      />
      <Select<ConsentSource | typeof ANY>
        aria-label={t("ledger.filterSource")}
        className="w-64"
        value={source ?? ANY}
        onValueChange={(value) => void onChange({ source: value === ANY ? null : value })}
        options={[
          { value: ANY, label: t("ledger.anySource") },
          ...CONSENT_SOURCES.map((value) => ({ value, label: t(`source.${value}`) })),
        ]}
      />
    </div>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useTranslations("consent.ledger");
  return (
    <EmptyState
      icon={SearchX}
      title={t("noneTitle")}
      description={t("noneText")}
      action={<Button onClick={onClear}>{t("clear")}</Button>}
    />
  );
}

function NothingYet({ mayImport }: { mayImport: boolean }) {
  const t = useTranslations("consent.ledger");
  return (
    <EmptyState
      icon={ScrollText}
      title={t("emptyTitle")}
      description={t("emptyText")}
      action={
        mayImport ? (
          <LinkButton href="/contacts/import" variant="primary">
            <Upload aria-hidden />
            {t("emptyAction")}
          </LinkButton>
        ) : null
      }
    />
  );
}
