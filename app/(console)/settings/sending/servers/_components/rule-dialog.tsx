"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm, useWatch } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import { ROUTE_KINDS, type RouteInput, routeSchema } from "@/server/senders/schemas";
import type { MailServer, Rule, RuleList } from "../../_components/types";
import { useChange } from "../../_components/use-change";
import { ServerOrder } from "./server-order";
import { useRuleName } from "./use-rule-name";

interface RuleDialogProps {
  /** What is edited; null while the dialog is closed. */
  rule: Rule | "new" | null;
  list: RuleList;
  servers: readonly MailServer[];
  onClose: () => void;
}

/** For which mail a rule is, and its servers in order. What it is for cannot change later. */
export function RuleDialog({ rule, onClose, ...rest }: RuleDialogProps) {
  const t = useTranslations("senders.rules");
  const name = useRuleName(rest.list.brands);
  return (
    <Dialog
      open={rule !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={rule === "new" || rule === null ? t("addTitle") : <UserText>{name(rule)}</UserText>}
      description={t("orderText")}
    >
      {rule === null ? null : (
        <RuleForm rule={rule === "new" ? null : rule} {...rest} onDone={onClose} />
      )}
    </Dialog>
  );
}

interface RuleFormProps extends Omit<RuleDialogProps, "rule" | "onClose"> {
  rule: Rule | null;
  onDone: () => void;
}

const ANY = "any";

function RuleForm({ rule, list, servers, onDone }: RuleFormProps) {
  const t = useTranslations("senders.rules");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const form = useForm<RouteInput>({
    resolver: zodResolver(routeSchema),
    defaultValues: {
      brandId: rule?.brandId ?? null,
      kind: ROUTE_KINDS.find((one) => one === rule?.kind) ?? null,
      serverIds: rule?.serverIds ?? [],
    },
  });
  const onServerError = useServerErrors(form);
  const change = useChange(t("saved"));
  const save = useMutation(
    trpc.mailServers.setRule.mutationOptions({
      onSuccess: () => {
        onDone();
        change.onSuccess();
      },
      onError: onServerError,
    }),
  );
  const brands = list.brands.filter((brand) => !brand.isArchived);
  const { brandId, kind } = useWatch({ control: form.control });
  const isThere = list.rules.some((one) => one.brandId === brandId && one.kind === kind);
  return (
    <Form onSubmit={form.handleSubmit((values) => save.mutate(values))}>
      {rule ? null : (
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField
            control={form.control}
            name="brandId"
            label={t("brand")}
            render={({ value, onChange }) => (
              <Select
                value={value ?? ANY}
                onValueChange={(id) => onChange(id === ANY ? null : id)}
                options={[
                  { value: ANY, label: t("anyBrand") },
                  ...brands.map(({ id, name }) => ({
                    value: id,
                    label: <UserText>{name}</UserText>,
                  })),
                ]}
              />
            )}
          />
          <FormField
            control={form.control}
            name="kind"
            label={t("kind")}
            render={({ value, onChange }) => (
              <Select
                value={value ?? ANY}
                onValueChange={(kind) => onChange(kind === ANY ? null : kind)}
                options={[
                  { value: ANY, label: t("kinds.any") },
                  ...ROUTE_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })),
                ]}
              />
            )}
          />
        </div>
      )}
      {isThere && !rule ? <p className="text-ink-muted text-xs">{t("replaces")}</p> : null}
      <ServerOrder control={form.control} servers={servers} />
      <FormError form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={save.isPending}>
          {common("save")}
        </Button>
      </div>
    </Form>
  );
}
