"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/app/_ui/button";
import { Form, FormField } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { FaultBanner } from "../../_components/fault-banner";
import { useSignIn } from "../../_components/use-sign-in";

const schema = z.object({
  email: z.string().trim().min(1, "VALUE_REQUIRED"),
  password: z.string().min(1, "VALUE_REQUIRED"),
});

/** Sign-in by password. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth.signIn");
  const { submit, fault } = useSignIn(next);
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { email: "", password: "" },
  });
  const { isSubmitting, isSubmitSuccessful } = form.formState;

  return (
    <Form onSubmit={form.handleSubmit((values) => submit({ kind: "password", ...values }))}>
      <FaultBanner fault={fault} />
      <FormField
        control={form.control}
        name="email"
        label={t("email")}
        render={(field) => <Input {...field} type="email" autoComplete="username" />}
      />
      <FormField
        control={form.control}
        name="password"
        label={t("password")}
        render={(field) => <Input {...field} type="password" autoComplete="current-password" />}
      />
      <Button
        type="submit"
        variant="primary"
        isLoading={isSubmitting || (isSubmitSuccessful && fault === null)}
      >
        {t("submit")}
      </Button>
    </Form>
  );
}
