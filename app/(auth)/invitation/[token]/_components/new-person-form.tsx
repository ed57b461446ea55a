"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormProvider, useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Form, FormError, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { newPersonSchema } from "@/server/auth/schemas";
import { SignUpFields } from "../../../_components/sign-up-fields";
import { useSignIn } from "../../../_components/use-sign-in";

interface NewPersonFormProps {
  token: string;
  email: string;
}

/** Name and password of somebody who is new here; then they are signed in. */
export function NewPersonForm({ token, email }: NewPersonFormProps) {
  const t = useTranslations("auth.invitation");
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
      <FormProvider {...form}>
        <SignUpFields
          email={
            <Field label={t("email")}>
              <Input value={email} readOnly translate="no" autoComplete="username" />
            </Field>
          }
        />
      </FormProvider>
      <FormError form={form} />
      <Button type="submit" variant="primary" isLoading={join.isPending || join.isSuccess}>
        {t("submitNew")}
      </Button>
    </Form>
  );
}
