import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonStyle } from "@/app/_ui/button-style";
import { cn } from "@/app/_ui/cn";
import type { ReportPart } from "@/server/reporting/schemas";

interface CsvLinkProps {
  campaignId: string;
  part: ReportPart;
  /** The table's name, for those who only hear the link. */
  table: string;
}

/** Fetches one table of the report as a file. */
export function CsvLink({ campaignId, part, table }: CsvLinkProps) {
  const t = useTranslations("reporting");
  return (
    <a
      href={`/api/campaigns/${campaignId}/report?part=${part}`}
      download
      aria-label={t("csvOf", { table })}
      className={cn(buttonStyle("secondary", "small"), "print:hidden")}
    >
      <Download aria-hidden />
      {t("csv")}
    </a>
  );
}
