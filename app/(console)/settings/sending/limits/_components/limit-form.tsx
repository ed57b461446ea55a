"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { LIMIT_PRESETS, limitSchema } from "@/server/senders/schemas";
import { NumberInput } from "../../_components/number-input";
import type { Limit } from "../../_components/types";
import { useChange } from "../../_components/use-change";

/** Sets one limit; what is usual for a provider can be taken over into the fields. */
export function LimitForm({ limits }: { limits: readonly Limit[] }) {
  const t = useTranslations("senders.limits");
  const trpc = useTRPC();
  const form = useForm({
    resolver: zodResolver(limitSchema),
    defaultValues: { domain: "", perMinute: 60 },
  });
  const onServerError = useServerErrors(form);
  const change = useChange(t("saved"));
  const set = useMutation(
    trpc.domainLimits.set.mutationOptions({
      onSuccess: () => {
        form.reset();
        change.onSuccess();
      },
      onError: onServerError,
    }),
  );
  const rest = LIMIT_PRESETS.filter(({ domain }) => !limits.some((one) => one.domain === domain));
  return (
    <div className="flex flex-col gap-4">
      <Form onSubmit={form.handleSubmit((values) => set.mutate(values))}>
        <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_10rem_auto]">
          <FormField
            control={form.control}
            name="domain"
            label={t("domain")}
            render={(field) => (
              <Input
                {...field}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                translate="no"
                placeholder="gmail.com"
              />
            )}
          />
          <FormField
            control={form.control}
            name="perMinute"
            label={t("perMinute")}
            render={(field) => <NumberInput {...field} />}
          />
          <Button type="submit" variant="primary" className="sm:mt-6.5" isLoading={set.isPending}>
            {t("set")}
          </Button>
        </div>
        <FormError form={form} />
      </Form>
      {rest.length > 0 ? (
        <div>
          <p id="limit-presets" className="mb-2 text-ink-muted text-xs">
            {t("presets")}
          </p>
          <ul aria-labelledby="limit-presets" className="flex flex-wrap gap-2">
            {rest.map((preset) => (
              <li key={preset.domain}>
                <Button
                  size="small"
                  translate="no"
                  onClick={() => {
                    form.setValue("domain", preset.domain, { shouldValidate: true });
                    form.setValue("perMinute", preset.perMinute, { shouldValidate: true });
                    form.setFocus("perMinute");
                  }}
                >
                  {`${preset.domain} · ${preset.perMinute}`}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
