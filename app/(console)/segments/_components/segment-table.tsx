"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { NumberText } from "@/app/_ui/number";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { SegmentRows } from "./choices";
import { SegmentMenu } from "./segment-menu";

interface SegmentTableProps {
  rows: SegmentRows;
  mayWrite: boolean;
  isArchived: boolean;
}

export function SegmentTable({ rows, mayWrite, isArchived }: SegmentTableProps) {
  const t = useTranslations("segments.list");
  return (
    <Table label={t("label")}>
      <TableHead>
        <HeadCell>{t("name")}</HeadCell>
        <HeadCell isNumeric>{t("people")}</HeadCell>
        <HeadCell>{t("updated")}</HeadCell>
        {mayWrite ? (
          <HeadCell>
            <span className="sr-only">{t("actions")}</span>
          </HeadCell>
        ) : null}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <Cell className="min-w-48">
              <TextLink href={`/segments/${row.id}`} className="font-medium">
                <UserText>{row.name}</UserText>
              </TextLink>
            </Cell>
            <Cell isNumeric className="whitespace-nowrap">
              <People row={row} />
            </Cell>
            <Cell className="whitespace-nowrap text-ink-muted">
              <RelativeTime at={row.updatedAt} />{" "}
              {row.updatedByName ? <UserText>{row.updatedByName}</UserText> : null}
            </Cell>
            {mayWrite ? (
              <Cell className="w-10 text-right">
                <SegmentMenu segment={{ ...row, isArchived }} />
              </Cell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Within this a list that is opened again does not ask again. */
const FRESH_MS = 15_000;

/** The number of people, asked anew; until the answer is there, muted, what was counted last. */
function People({ row }: { row: SegmentRows[number] }) {
  const t = useTranslations("segments.list");
  const trpc = useTRPC();
  const count = useQuery(
    trpc.segments.count.queryOptions({ id: row.id }, { staleTime: FRESH_MS, retry: false }),
  );
  const people = count.data ? count.data.people : row.lastCount;
  if (people === null) {
    return (
      <span className="text-ink-muted">
        {t(count.isFetching ? "counting" : count.error ? "notCounted" : "nobodyYet")}
      </span>
    );
  }
  return (
    <span className={count.data ? undefined : "text-ink-muted"}>
      <NumberText value={people} />
    </span>
  );
}
