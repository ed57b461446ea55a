"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Inbox, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { debounce, useQueryStates } from "nuqs";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Input } from "@/app/_ui/input";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Pagination } from "@/app/_ui/pagination";
import { Waiting } from "@/app/_ui/waiting";
import { EmptyMailbox } from "./empty-mailbox";
import { type ListedMail, MailTable } from "./mail-table";
import { mailboxInput, mailboxParams, mailboxUrlKeys } from "./mailbox-params";

export interface MailPage {
  mails: ListedMail[];
  total: number;
  offset: number;
  previous: string | null;
  next: string | null;
}

interface MailListProps {
  first: { input: ReturnType<typeof mailboxInput>; page: MailPage };
  mayEmpty: boolean;
}

/** How often the list looks for new mail while it is on the screen. */
const LOOK_EVERY_MS = 2_000;

function NoMail({ isUnused, onClear }: { isUnused: boolean; onClear: () => void }) {
  const t = useTranslations("mailbox");
  if (isUnused) {
    return (
      <EmptyState
        icon={Inbox}
        title={t("none.title")}
        description={t("none.description")}
        action={<LinkButton href="/campaigns">{t("none.action")}</LinkButton>}
      />
    );
  }
  return (
    <EmptyState
      icon={SearchX}
      title={t("noMatch.title")}
      description={t("noMatch.description")}
      action={<Button onClick={onClear}>{t("noMatch.action")}</Button>}
    />
  );
}

/** The mails the sink has kept, newest first; search and page are in the address. */
export function MailList({ first, mayEmpty }: MailListProps) {
  const t = useTranslations("mailbox");
  const trpc = useTRPC();
  const [state, setState] = useQueryStates(mailboxParams, { urlKeys: mailboxUrlKeys });
  const input = mailboxInput(state);
  const isFirst = JSON.stringify(first.input) === JSON.stringify(input);
  const list = useQuery(
    trpc.mailbox.list.queryOptions(input, {
      initialData: isFirst ? first.page : undefined,
      placeholderData: keepPreviousData,
      refetchInterval: LOOK_EVERY_MS,
    }),
  );
  const page = list.data;

  function search(text: string) {
    const options = text === "" ? {} : { limitUrlUpdates: debounce(200) };
    void setState({ search: text || null, before: null }, options);
  }

  function turn(before: string | null) {
    void setState({ before: before || null }, { history: "push", scroll: true });
  }

  const isUnused = page?.total === 0 && state.search === "";
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={mayEmpty && !isUnused ? <EmptyMailbox /> : null}
      />
      {isUnused ? null : (
        <Input
          type="search"
          aria-label={t("search")}
          placeholder={t("searchPlaceholder")}
          value={state.search}
          onValueChange={search}
          className="mb-4 max-w-sm"
        />
      )}
      {list.isError && !page ? <Banner tone="bad" title={t("failed")} /> : null}
      {page && page.mails.length > 0 ? (
        <>
          <Waiting isWaiting={list.isPlaceholderData}>
            <MailTable mails={page.mails} />
          </Waiting>
          <Pagination
            summary={t("range", {
              from: page.offset + 1,
              to: page.offset + page.mails.length,
              total: page.total,
            })}
            isLoading={list.isPlaceholderData}
            onPrevious={page.previous === null ? undefined : () => turn(page.previous)}
            onNext={page.next === null ? undefined : () => turn(page.next)}
          />
        </>
      ) : null}
      {page?.mails.length === 0 ? <NoMail isUnused={isUnused} onClear={() => search("")} /> : null}
    </>
  );
}
