"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { resetSchema } from "@/server/auth/schemas";
import { Card } from "../../../../_components/card";

/** The new password. */
export function ResetForm({ token }: { token: string }) {
  const t = useTranslations("auth.reset");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(resetSchema),
    defaultValues: { token, password: "" },
  });
  const onServerError = useServerErrors(form);
  const reset = useMutation(
    trpc.auth.resetPassword.mutationOptions({
      onSuccess: () => router.replace("/sign-in?done=reset"),
      onError: onServerError,
    }),
  );

  return (
    <Card title={t("title")} text={t("text")}>
      <Form onSubmit={form.handleSubmit((values) => reset.mutate(values))}>
        <FormField
          control={form.control}
          name="password"
          label={t("password")}
          hint={t("hint")}
          render={(field) => <Input {...field} type="password" autoComplete="new-password" />}
        />
        <FormError form={form} />
        <Button type="submit" variant="primary" isLoading={reset.isPending || reset.isSuccess}>
          {t("submit")}
        </Button>
      </Form>
    </Card>
  );
}
