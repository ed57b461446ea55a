"use client";

import { useMutation } from "@tanstack/react-query";
import { Gauge } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { NumberText } from "@/app/_ui/number";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { UserText } from "@/app/_ui/user-text";
import type { Limit } from "../../_components/types";
import { useChange } from "../../_components/use-change";

/** The limits by domain. */
export function LimitList({ limits }: { limits: readonly Limit[] }) {
  const t = useTranslations("senders.limits");
  if (limits.length === 0) {
    return <EmptyState icon={Gauge} title={t("emptyTitle")} description={t("emptyText")} />;
  }
  return (
    <Table label={t("title")}>
      <TableHead>
        <HeadCell>{t("domain")}</HeadCell>
        <HeadCell isNumeric>{t("perMinute")}</HeadCell>
        <HeadCell>
          <span className="sr-only">{t("actions")}</span>
        </HeadCell>
      </TableHead>
      <TableBody>
        {limits.map((limit) => (
          <TableRow key={limit.domain}>
            <Cell>
              <UserText className="break-all">{limit.domain}</UserText>
            </Cell>
            <Cell isNumeric>
              <NumberText value={limit.perMinute} />
            </Cell>
            <Cell className="text-right">
              <RemoveButton domain={limit.domain} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function RemoveButton({ domain }: { domain: string }) {
  const t = useTranslations("senders.limits");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const remove = useMutation(trpc.domainLimits.remove.mutationOptions(useChange(t("removed"))));
  return (
    <Button
      size="small"
      aria-label={t("removeOne", { domain })}
      isLoading={remove.isPending}
      onClick={() => remove.mutate({ domain })}
    >
      {common("remove")}
    </Button>
  );
}
