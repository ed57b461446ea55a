"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
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
import type { ListedProduct } from "@/server/catalog";
import type { ProductSort } from "@/server/catalog/schemas";
import type { ListState } from "./list-params";
import { Amount, InLetters, Nothing, Stock } from "./product-facts";

/** The direction that is wanted first. */
const FIRST: Record<ProductSort, SortDirection> = {
  name: "asc",
  price: "desc",
  stock: "asc",
  changed: "desc",
};

interface ProductTableProps {
  rows: readonly ListedProduct[];
  state: Pick<ListState, "sort" | "direction">;
  onSort: (next: { sort: string; direction: SortDirection }) => void;
}

/** The columns one looks for stand first: on a phone the others lie outside. */
export function ProductTable({ rows, state, onSort }: ProductTableProps) {
  const t = useTranslations("catalog");
  const sorted = (column: ProductSort) => {
    const isSorted = state.sort === column;
    const other = state.direction === "asc" ? "desc" : "asc";
    return (
      <HeadCell
        isNumeric={column === "price" || column === "stock"}
        sort={isSorted ? state.direction : null}
        onSort={() => onSort({ sort: column, direction: isSorted ? other : FIRST[column] })}
      >
        {t(`column.${column}`)}
      </HeadCell>
    );
  };
  return (
    <Table label={t("title")}>
      <TableHead>
        {sorted("name")}
        {sorted("price")}
        {sorted("stock")}
        <HeadCell>{t("column.letters")}</HeadCell>
        <HeadCell>{t("column.sku")}</HeadCell>
        <HeadCell>{t("column.category")}</HeadCell>
        {sorted("changed")}
      </TableHead>
      <TableBody>
        {rows.map((product) => (
          <TableRow key={product.id}>
            <Cell className="max-w-80">
              <Link
                href={`/catalog/${product.id}`}
                className="block truncate rounded-sm py-1 font-medium hover:text-accent hover:underline"
              >
                <UserText>{product.name || product.sku}</UserText>
              </Link>
            </Cell>
            <Cell isNumeric className="whitespace-nowrap">
              <Amount amount={product.price} currency={product.currency} />
            </Cell>
            <Cell isNumeric className="whitespace-nowrap">
              <Stock stock={product.stock} />
            </Cell>
            <Cell>
              <InLetters hiddenBy={product.hiddenBy} />
            </Cell>
            <Cell className="max-w-48 truncate whitespace-nowrap">
              <UserText isMono>{product.sku}</UserText>
            </Cell>
            <Cell className="max-w-48 truncate whitespace-nowrap">
              {product.category ? <UserText>{product.category}</UserText> : <Nothing />}
            </Cell>
            <Cell className="whitespace-nowrap text-ink-muted">
              <DateTime at={product.changedAt} withTime={false} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
