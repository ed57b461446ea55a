"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Section } from "@/app/_ui/section";
import { UserText } from "@/app/_ui/user-text";
import { ROUTE_KINDS } from "@/server/senders/schemas";
import type { MailServer, Rule, RuleList } from "../../_components/types";
import { useChange } from "../../_components/use-change";
import { RuleDialog } from "./rule-dialog";
import { useRuleName } from "./use-rule-name";

interface RuleSectionProps {
  list: RuleList;
  servers: readonly MailServer[];
}

/** Which mail takes which servers. The nearest rule decides; without one it is the installation's server. */
export function RuleSection({ list, servers }: RuleSectionProps) {
  const t = useTranslations("senders.rules");
  const [edited, setEdited] = useState<Rule | "new" | null>(null);
  return (
    <Section
      title={t("title")}
      description={t("description")}
      actions={
        <Button onClick={() => setEdited("new")}>
          <Plus aria-hidden />
          {t("add")}
        </Button>
      }
    >
      {list.rules.length === 0 ? (
        <p className="text-ink-muted">{t("empty")}</p>
      ) : (
        <ul className="divide-y rounded-md border bg-surface">
          {list.rules.map((rule) => (
            <RuleRow
              key={`${rule.brandId} ${rule.kind}`}
              rule={rule}
              list={list}
              servers={servers}
              onEdit={() => setEdited(rule)}
            />
          ))}
        </ul>
      )}
      <RuleDialog rule={edited} list={list} servers={servers} onClose={() => setEdited(null)} />
    </Section>
  );
}

interface RuleRowProps extends RuleSectionProps {
  rule: Rule;
  onEdit: () => void;
}

function RuleRow({ rule, list, servers, onEdit }: RuleRowProps) {
  const t = useTranslations("senders.rules");
  const common = useTranslations("common");
  const name = useRuleName(list.brands);
  const trpc = useTRPC();
  const removed = useChange(t("removed"));
  const remove = useMutation(trpc.mailServers.removeRule.mutationOptions(removed));
  const kind = ROUTE_KINDS.find((one) => one === rule.kind) ?? null;
  const nameOf = (id: string) => servers.find((server) => server.id === id)?.name ?? "";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0">
        <p className="font-medium">{name(rule)}</p>
        <ol className="flex flex-wrap items-center gap-x-1 text-ink-muted text-xs">
          {rule.serverIds.map((id, index) => (
            <li key={id}>
              {index > 0 ? `${t("then")} ` : ""}
              <UserText>{nameOf(id)}</UserText>
            </li>
          ))}
        </ol>
      </div>
      <div className="flex gap-2">
        <Button size="small" aria-label={t("editOne", { name: name(rule) })} onClick={onEdit}>
          {common("edit")}
        </Button>
        <Button
          size="small"
          aria-label={t("removeOne", { name: name(rule) })}
          isLoading={remove.isPending}
          onClick={() => remove.mutate({ brandId: rule.brandId, kind })}
        >
          {common("remove")}
        </Button>
      </div>
    </li>
  );
}
