"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { newPersonSchema } from "@/server/auth/schemas";
import { useSignIn } from "../../../_components/use-sign-in";

interface NewPersonFormProps {
  token: string;
  email: string;
}

/** Name and password of somebody who is new here; then they are signed in. */
export function NewPersonForm({ token, email }: NewPersonFormProps) {
  const t = useTranslations("auth.invitation");
  const reset = useTranslations("auth.reset");
  const trpc = useTRPC();
  const router = useRouter();
  const { submit } = useSignIn("/");
  const form = useForm({
    resolver: zodResolver(newPersonSchema),
    defaultValues: { name: "", password: "" },
  });
  const onServerError = useServerErrors(form);
  const join = useMutation(trpc.invitations.joinAsNewPerson.mutationOptions());

  const accept = form.handleSubmit(async (values) => {
    try {
      await join.mutateAsync({ ...values, token });
    } catch (error) {
      return onServerError(error);
    }
    const isIn = await submit({ kind: "password", email, password: values.password });
    if (!isIn) router.replace("/sign-in");
  });

  return (
    <Form onSubmit={accept}>
      <Field label={t("email")}>
        <Input value={email} readOnly translate="no" autoComplete="username" />
      </Field>
      <FormField
        control={form.control}
        name="name"
        label={t("name")}
        render={(field) => <Input {...field} autoComplete="name" />}
      />
      <FormField
        control={form.control}
        name="password"
        label={t("password")}
        hint={reset("hint")}
        render={(field) => <Input {...field} type="password" autoComplete="new-password" />}
      />
      <FormError form={form} />
      <Button type="submit" variant="primary" isLoading={join.isPending || join.isSuccess}>
        {t("submitNew")}
      </Button>
    </Form>
  );
}
