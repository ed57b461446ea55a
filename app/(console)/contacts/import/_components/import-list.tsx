"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { NumberText } from "@/app/_ui/number";
import { PageHeader } from "@/app/_ui/page-header";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { DateTime } from "@/app/_ui/time";
import type { ImportView } from "@/server/imports";
import { ImportStatus } from "./import-status";

interface Page {
  items: ImportView[];
  next: { at: Date; id: string } | null;
}

const MOVING = ["queued", "running", "undoing"];

function isMoving(pages: readonly Page[] | undefined): boolean {
  return pages?.some((page) => page.items.some((one) => MOVING.includes(one.state))) ?? false;
}

/** All imports of the workspace, newest first; those at work move by themselves. */
export function ImportList({ first, mayImport }: { first: Page; mayImport: boolean }) {
  const t = useTranslations("imports");
  const trpc = useTRPC();
  const list = useInfiniteQuery({
    ...trpc.imports.list.infiniteQueryOptions({}, { getNextPageParam: (page: Page) => page.next }),
    initialData: { pages: [first], pageParams: [null] },
    refetchInterval: ({ state }) => (isMoving(state.data?.pages) ? 2_000 : false),
  });
  const items = list.data.pages.flatMap((page) => page.items);
  const create = mayImport ? (
    <LinkButton variant="primary" href="/contacts/import/new">
      {t("new")}
    </LinkButton>
  ) : null;

  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumb={[{ label: t("contacts"), href: "/contacts" }]}
        actions={items.length > 0 ? create : null}
      />
      {items.length === 0 ? (
        <EmptyState
          icon={FileUp}
          title={t("list.emptyTitle")}
          description={t("list.emptyText")}
          action={create}
        />
      ) : (
        <Table label={t("title")}>
          <TableHead>
            <HeadCell>{t("list.file")}</HeadCell>
            <HeadCell>{t("list.kind")}</HeadCell>
            <HeadCell>{t("list.state")}</HeadCell>
            <HeadCell isNumeric>{t("list.rows")}</HeadCell>
            <HeadCell>{t("list.result")}</HeadCell>
            <HeadCell>{t("list.when")}</HeadCell>
          </TableHead>
          <TableBody>
            {items.map((one) => (
              <ImportLine key={one.id} item={one} />
            ))}
          </TableBody>
        </Table>
      )}
      {list.hasNextPage ? (
        <Button
          className="mt-4"
          isLoading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("more")}
        </Button>
      ) : null}
    </>
  );
}

function ImportLine({ item }: { item: ImportView }) {
  const t = useTranslations("imports");
  const created = {
    people: item.peopleCreated,
    orders: item.ordersCreated,
    products: item.productsCreated,
  }[item.kind];
  const result = t(`list.${item.kind}`, { created });
  const hasResult = item.rowsDone > 0;
  return (
    <TableRow>
      <Cell className="max-w-72">
        <Link
          href={`/contacts/import/${item.id}`}
          translate="no"
          className="block truncate py-1 font-medium hover:underline"
        >
          {item.fileName}
        </Link>
      </Cell>
      <Cell>{t(`kind.${item.kind}`)}</Cell>
      <Cell>
        <ImportStatus state={item.state} />
      </Cell>
      <Cell isNumeric className="whitespace-nowrap">
        {item.rowsTotal === null ? (
          <NumberText value={item.lines} />
        ) : (
          t("list.rowsOf", { done: item.rowsDone, total: item.rowsTotal })
        )}
      </Cell>
      <Cell className="whitespace-nowrap text-ink-muted">
        {hasResult ? result : null}
        {item.rowsFailed > 0 ? ` · ${t("list.failed", { count: item.rowsFailed })}` : null}
      </Cell>
      <Cell className="whitespace-nowrap text-ink-muted">
        <DateTime at={item.startedAt ?? item.createdAt} />
      </Cell>
    </TableRow>
  );
}
