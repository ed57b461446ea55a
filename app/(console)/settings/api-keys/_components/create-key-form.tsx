"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { type Control, useController, useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { useErrorText } from "@/app/_ui/error-text";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import {
  API_KEY_SCOPES,
  API_KEY_TERMS,
  type ApiKeyInput,
  apiKeySchema,
} from "@/server/workspaces/schemas";

/** Name, scopes and term of a new key. */
export function CreateKeyForm({ onMade }: { onMade: (key: string) => void }) {
  const t = useTranslations("settings.apiKeys");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm<ApiKeyInput>({
    resolver: zodResolver(apiKeySchema),
    defaultValues: { name: "", scopes: ["ingest"], term: "never" },
  });
  const onServerError = useServerErrors(form);
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      // The answer holds the key: it is not kept a moment longer than it is shown.
      gcTime: 0,
      onSuccess: ({ key }) => {
        onMade(key);
        router.refresh();
      },
      onError: onServerError,
    }),
  );
  return (
    <Form
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) => create.mutate(values))}
    >
      <FormField
        control={form.control}
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        render={(field) => <Input {...field} autoComplete="off" translate="no" />}
      />
      <ScopeFields control={form.control} />
      <FormField
        control={form.control}
        name="term"
        label={t("term")}
        hint={t("termHint")}
        render={({ value, onChange }) => (
          <Select
            value={value}
            onValueChange={onChange}
            options={API_KEY_TERMS.map((term) => ({ value: term, label: t(`terms.${term}`) }))}
          />
        )}
      />
      <FormError form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={create.isPending}>
          {t("create")}
        </Button>
      </div>
    </Form>
  );
}

/** What the key may do: one box for each scope. */
function ScopeFields({ control }: { control: Control<ApiKeyInput> }) {
  const t = useTranslations("settings.apiKeys");
  const text = useErrorText();
  const errorId = useId();
  const { field, fieldState } = useController({ control, name: "scopes" });
  const { value: chosen, onChange } = field;
  const fault = fieldState.error?.message;
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby={fault ? errorId : undefined}>
      <legend className="mb-1.5 font-medium text-sm">{t("may")}</legend>
      {API_KEY_SCOPES.map((scope, index) => (
        <Checkbox
          key={scope}
          inputRef={index === 0 ? field.ref : undefined}
          label={t(`scopes.${scope}.name`)}
          hint={t(`scopes.${scope}.hint`)}
          checked={chosen.includes(scope)}
          onCheckedChange={(isChecked) =>
            onChange(isChecked ? [...chosen, scope] : chosen.filter((each) => each !== scope))
          }
        />
      ))}
      {fault ? (
        <p id={errorId} role="alert" className="text-bad-ink text-xs">
          {text(fault)}
        </p>
      ) : null}
    </fieldset>
  );
}
