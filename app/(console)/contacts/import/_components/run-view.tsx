"use client";

import { useTranslations } from "next-intl";
import { PageHeader } from "@/app/_ui/page-header";
import { UserText } from "@/app/_ui/user-text";
import type { ImportView } from "@/server/imports";
import { ImportStatus } from "./import-status";
import { RunActions } from "./run-actions";
import { RunProgress } from "./run-progress";
import { RunReport } from "./run-report";
import { RunResult } from "./run-result";
import { StateBanner } from "./state-banner";

/** Progress, result and undo of an import that has left the wizard. */
export function RunView({ found, mayImport }: { found: ImportView; mayImport: boolean }) {
  const t = useTranslations("imports");
  const hasFaults = found.rowsFailed + found.cellsDropped > 0;
  return (
    <>
      <PageHeader
        title={<UserText>{found.fileName}</UserText>}
        meta={<ImportStatus state={found.state} />}
        description={mayImport ? undefined : t("run.readOnly")}
        breadcrumb={[
          { label: t("contacts"), href: "/contacts" },
          { label: t("title"), href: "/contacts/imports" },
        ]}
        actions={mayImport ? <RunActions found={found} /> : null}
      />
      <div className="flex flex-col gap-6">
        <StateBanner found={found} />
        <RunProgress found={found} />
        {found.rowsTotal === null ? null : <RunResult found={found} />}
        {hasFaults && mayImport ? (
          <RunReport id={found.id} isGrowing={found.state === "running"} />
        ) : null}
      </div>
    </>
  );
}
