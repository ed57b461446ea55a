"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { readCodedError } from "@/app/_ui/error-text";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Section } from "@/app/_ui/section";
import { toast } from "@/app/_ui/toast";
import { passwordChangeSchema } from "@/server/auth/schemas";

const EMPTY = { current: "", next: "" };

/** Changes the password, or sets the first one of somebody who came by link or single sign-on. */
export function PasswordForm({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations("settings.account");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({ resolver: zodResolver(passwordChangeSchema), defaultValues: EMPTY });
  const onServerError = useServerErrors(form);
  const change = useMutation(
    trpc.account.changePassword.mutationOptions({
      onSuccess: () => {
        form.reset(EMPTY);
        toast.success(t("changed"));
        router.refresh();
      },
      onError: (error) => {
        onServerError(error);
        if (readCodedError(error).code === "PASSWORD_WRONG")
          form.resetField("current", { keepError: true });
      },
    }),
  );
  return (
    <Section title={t("password")} description={t(hasPassword ? "passwordText" : "passwordFirst")}>
      <Form
        className="flex max-w-2xl flex-col gap-4"
        onSubmit={form.handleSubmit((values) => change.mutate(values))}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          {hasPassword ? (
            <FormField
              control={form.control}
              name="current"
              label={t("current")}
              render={(field) => (
                <Input {...field} type="password" autoComplete="current-password" />
              )}
            />
          ) : null}
          <FormField
            control={form.control}
            name="next"
            label={t("next")}
            hint={t("nextHint")}
            render={(field) => <Input {...field} type="password" autoComplete="new-password" />}
          />
        </div>
        <FormError form={form} />
        <div>
          <Button type="submit" isLoading={change.isPending}>
            {t(hasPassword ? "change" : "set")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
