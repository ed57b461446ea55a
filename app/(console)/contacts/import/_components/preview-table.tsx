import { useTranslations } from "next-intl";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { UserText } from "@/app/_ui/user-text";
import type { Preview } from "@/server/imports";
import { ColumnName } from "./column-name";

/** The first rows of a file with their line numbers. */
export function PreviewTable({ preview }: { preview: Preview }) {
  const t = useTranslations("imports.preview");
  return (
    <Table label={t("table")}>
      <TableHead>
        <HeadCell isNumeric>{t("line")}</HeadCell>
        {preview.columns.map(({ column, name }) => (
          <HeadCell key={column}>
            <ColumnName name={name} column={column} />
          </HeadCell>
        ))}
      </TableHead>
      <TableBody>
        {preview.rows.map((row) => (
          <TableRow key={row.line}>
            <Cell isNumeric className="text-ink-muted text-xs">
              <UserText>{row.line}</UserText>
            </Cell>
            {preview.columns.map(({ column }) => (
              <Cell key={column} className="max-w-64 truncate whitespace-nowrap">
                <UserText>{row.cells[column] ?? ""}</UserText>
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
