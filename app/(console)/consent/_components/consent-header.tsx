import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "@/app/_ui/page-header";
import { ConsentNav } from "./consent-nav";

/** Title, parts and the one primary action of a screen of this area. */
export function ConsentHeader({
  part,
  actions,
}: {
  part: "topics" | "ledger" | "suppressions";
  actions?: ReactNode;
}) {
  const t = useTranslations("consent");
  return (
    <>
      <PageHeader
        title={t(`${part}.title`)}
        description={t(`${part}.description`)}
        actions={actions}
      />
      <ConsentNav />
    </>
  );
}
