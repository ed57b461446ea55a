"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { warmUpSchema } from "@/server/senders/schemas";
import { NumberInput } from "../../_components/number-input";
import type { Domain } from "../../_components/types";
import { useChange } from "../../_components/use-change";
import { WarmUpPreview } from "./warm-up-preview";

interface WarmUpDialogProps {
  domain: Domain;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** The ramp in four numbers, and what it means day by day. */
export function WarmUpDialog({ domain, isOpen, onOpenChange }: WarmUpDialogProps) {
  const t = useTranslations("senders.warmUp");
  return (
    <Dialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title={t("planTitle")}
      description={t("planText")}
    >
      <WarmUpForm domain={domain} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

const GROWTHS = [30, 50, 100] as const;

function WarmUpForm({ domain, onDone }: { domain: Domain; onDone: () => void }) {
  const t = useTranslations("senders.warmUp");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const start = { startOn: domain.today.day, first: 50, growth: 100, target: 20_000 };
  const form = useForm({
    resolver: zodResolver(warmUpSchema),
    defaultValues: domain.warmUp ?? start,
  });
  const onServerError = useServerErrors(form);
  const change = useChange(t("saved"));
  const save = useMutation(
    trpc.sendingDomains.setWarmUp.mutationOptions({
      onSuccess: () => {
        onDone();
        change.onSuccess();
      },
      onError: onServerError,
    }),
  );
  const growths = [...new Set([...GROWTHS, form.getValues("growth")])].sort((a, b) => a - b);
  return (
    <Form onSubmit={form.handleSubmit((plan) => save.mutate({ id: domain.id, plan }))}>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField
          control={form.control}
          name="startOn"
          label={t("startOn")}
          render={(field) => <Input {...field} type="date" />}
        />
        <FormField
          control={form.control}
          name="first"
          label={t("first")}
          render={(field) => <NumberInput {...field} />}
        />
        <FormField
          control={form.control}
          name="growth"
          label={t("growth")}
          render={({ value, onChange }) => (
            <Select
              value={String(value)}
              onValueChange={(text) => onChange(Number(text))}
              options={growths.map((percent) => ({
                value: String(percent),
                label: percent === 100 ? t("double") : t("percent", { percent }),
              }))}
            />
          )}
        />
        <FormField
          control={form.control}
          name="target"
          label={t("target")}
          hint={t("targetHint")}
          render={(field) => <NumberInput {...field} />}
        />
      </div>
      <WarmUpPreview control={form.control} />
      <FormError form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={save.isPending}>
          {common("save")}
        </Button>
      </div>
    </Form>
  );
}
