"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { rememberLocale } from "@/app/_i18n/actions";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { Switch } from "@/app/_ui/switch";
import { toast } from "@/app/_ui/toast";
import { profileSchema, THEMES } from "@/server/auth/schemas";
import { LOCALES } from "@/server/workspaces/schemas";

interface ProfileFormProps {
  profile: z.output<typeof profileSchema>;
  email: string;
}

/** Stands for "as the browser asks" where a choice has to be a text. */
const AUTO = "auto";

/** Name, language, appearance and keys of the person. */
export function ProfileForm({ profile, email }: ProfileFormProps) {
  const t = useTranslations("settings.account");
  const names = useTranslations("settings.locales");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({ resolver: zodResolver(profileSchema), defaultValues: profile });
  const onServerError = useServerErrors(form);
  const update = useMutation(
    trpc.account.update.mutationOptions({
      onSuccess: async (_, values) => {
        form.reset(values);
        if (values.locale) await rememberLocale(values.locale);
        toast.success(t("saved"));
        router.refresh();
      },
      onError: onServerError,
    }),
  );
  return (
    <Section title={t("profile")}>
      <Form
        className="flex max-w-2xl flex-col gap-4"
        onSubmit={form.handleSubmit((values) => update.mutate(values))}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField
            control={form.control}
            name="name"
            label={t("name")}
            render={(field) => <Input {...field} autoComplete="name" />}
          />
          <Field label={t("email")} hint={t("emailHint")}>
            <Input value={email} readOnly translate="no" />
          </Field>
          <FormField
            control={form.control}
            name="locale"
            label={t("locale")}
            render={({ value, onChange, ...field }) => (
              <Select
                {...field}
                value={value ?? AUTO}
                onValueChange={(next) => onChange(next === AUTO ? null : next)}
                options={[
                  { value: AUTO, label: t("localeAuto") },
                  ...LOCALES.map((locale) => ({ value: locale, label: names(locale) })),
                ]}
              />
            )}
          />
          <FormField
            control={form.control}
            name="theme"
            label={t("theme")}
            render={({ onChange, ...field }) => (
              <Select
                {...field}
                onValueChange={onChange}
                options={THEMES.map((theme) => ({ value: theme, label: t(`themes.${theme}`) }))}
              />
            )}
          />
        </div>
        <ShortcutsSwitch
          isOn={profile.shortcutsEnabled}
          onSaved={(isOn) => form.setValue("shortcutsEnabled", isOn)}
          profile={profile}
        />
        <FormError form={form} />
        <div>
          <Button type="submit" variant="primary" isLoading={update.isPending}>
            {common("save")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

interface ShortcutsSwitchProps {
  isOn: boolean;
  profile: z.output<typeof profileSchema>;
  onSaved: (isOn: boolean) => void;
}

/** A switch takes effect at once; the rest of the form stays as it is. */
function ShortcutsSwitch({ isOn, profile, onSaved }: ShortcutsSwitchProps) {
  const t = useTranslations("settings.account");
  const trpc = useTRPC();
  const router = useRouter();
  const update = useMutation(
    trpc.account.update.mutationOptions({
      onSuccess: (_, values) => {
        onSaved(values.shortcutsEnabled);
        router.refresh();
      },
      onError: () => router.refresh(),
    }),
  );
  return (
    <Switch
      label={t("shortcuts")}
      hint={t("shortcutsHint")}
      checked={update.variables?.shortcutsEnabled ?? isOn}
      disabled={update.isPending}
      onCheckedChange={(shortcutsEnabled) => update.mutate({ ...profile, shortcutsEnabled })}
    />
  );
}
