"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { MoneyText, NumberText } from "@/app/_ui/number";
import {
  Cell,
  HeadCell,
  type SortDirection,
  Table,
  TableBody,
  TableHead,
  TableRow,
} from "@/app/_ui/table";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { ListedPerson } from "@/server/contacts";
import type { ChosenColumns, OptionalColumn } from "./columns";
import type { ListState } from "./list-params";
import { minorOf, nameOf } from "./person-name";

/** Columns by which one may sort, and the direction that is wanted first. */
const FIRST_DIRECTION: Record<string, SortDirection> = {
  name: "asc",
  email: "asc",
  created: "desc",
  orders: "desc",
  revenue: "desc",
  lastOrder: "desc",
};

const NUMERIC: readonly OptionalColumn[] = ["orders", "revenue"];

interface ContactTableProps {
  rows: readonly ListedPerson[];
  state: Pick<ListState, "sort" | "direction">;
  columns: ChosenColumns;
  onSort: (next: { sort: string; direction: SortDirection }) => void;
}

export function ContactTable({ rows, state, columns, onSort }: ContactTableProps) {
  const t = useTranslations("contacts");
  const head = (column: "name" | OptionalColumn) => {
    const first = FIRST_DIRECTION[column];
    const isSorted = state.sort === column;
    const other = state.direction === "asc" ? "desc" : "asc";
    return (
      <HeadCell
        key={column}
        isNumeric={column !== "name" && NUMERIC.includes(column)}
        sort={first ? (isSorted ? state.direction : null) : undefined}
        onSort={
          first ? () => onSort({ sort: column, direction: isSorted ? other : first }) : undefined
        }
      >
        {t(`column.${column}`)}
      </HeadCell>
    );
  };
  return (
    <Table label={t("title")}>
      <TableHead>
        {head("name")}
        {columns.shown.map(head)}
      </TableHead>
      <TableBody>
        {rows.map((person) => (
          <TableRow key={person.id}>
            <Cell className="max-w-72">
              {/* No prefetch: opening a page is noted in the read log. */}
              <Link
                href={`/contacts/${person.id}`}
                prefetch={false}
                className="block truncate rounded-sm py-1 font-medium hover:text-accent hover:underline"
              >
                <UserText>{nameOf(person)}</UserText>
              </Link>
            </Cell>
            {columns.shown.map((column) => (
              <Cell
                key={column}
                isNumeric={NUMERIC.includes(column)}
                className="max-w-72 truncate whitespace-nowrap"
              >
                <Value person={person} column={column} />
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Value({ person, column }: { person: ListedPerson; column: OptionalColumn }) {
  const nothing = (
    <span aria-hidden className="text-ink-faint">
      –
    </span>
  );
  switch (column) {
    case "email":
      return person.email ? <UserText>{person.email}</UserText> : nothing;
    case "externalId":
      return person.externalId ? <UserText isMono>{person.externalId}</UserText> : nothing;
    case "locale":
      return person.locale ? <UserText>{person.locale}</UserText> : nothing;
    case "created":
      return <DateTime at={person.createdAt} withTime={false} />;
    case "orders":
      return person.orderCount > 0 ? <NumberText value={person.orderCount} /> : nothing;
    case "revenue":
      return person.orderCurrency ? (
        <MoneyText
          minor={minorOf(person.orderTotal, person.orderCurrency)}
          currency={person.orderCurrency}
        />
      ) : (
        nothing
      );
    case "lastOrder":
      return person.lastOrderAt ? <DateTime at={person.lastOrderAt} withTime={false} /> : nothing;
    default: {
      const never: never = column;
      return never;
    }
  }
}
