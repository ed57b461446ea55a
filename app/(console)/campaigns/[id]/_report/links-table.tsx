import { useTranslations } from "next-intl";
import { NumberText } from "@/app/_ui/number";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { UserText } from "@/app/_ui/user-text";
import type { Report } from "./results";
import { useVariantName } from "./words";

/** Each link of the letter in reading order, with who followed it. */
export function LinksTable({ report }: { report: Report }) {
  const t = useTranslations("reporting.links");
  const variantName = useVariantName();
  const { links } = report;
  if (links.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  const hasVariants = report.variants.length > 0;
  return (
    <Table label={t("table")}>
      <TableHead>
        {hasVariants ? <HeadCell>{t("variant")}</HeadCell> : null}
        <HeadCell>{t("link")}</HeadCell>
        <HeadCell isNumeric>{t("people")}</HeadCell>
        <HeadCell isNumeric>{t("machines")}</HeadCell>
        <HeadCell isNumeric>{t("anonymous")}</HeadCell>
      </TableHead>
      <TableBody>
        {links.map((link) => (
          <TableRow key={link.linkId}>
            {hasVariants ? (
              <Cell className="whitespace-nowrap">{variantName(link.variant)}</Cell>
            ) : null}
            <Cell className="max-w-96">
              <UserText className="block truncate font-medium">{link.label || link.url}</UserText>
              <UserText className="block truncate text-ink-muted text-xs">{link.url}</UserText>
            </Cell>
            <Cell isNumeric>
              <NumberText value={link.clicked.human} />
            </Cell>
            <Cell isNumeric>
              <NumberText value={link.clicked.machine} />
            </Cell>
            <Cell isNumeric>
              <NumberText value={link.anonymous.human} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
