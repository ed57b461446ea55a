"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { switchWorkspace } from "@/app/(console)/_components/actions";
import { newWorkspaceSchema } from "@/server/auth/schemas";

/** Founds a workspace with its first brand and enters it. */
export function NewWorkspaceForm({ senderEmail }: { senderEmail: string }) {
  const t = useTranslations("settings.workspace");
  const brand = useTranslations("settings.brand");
  const trpc = useTRPC();
  const [isEntering, startEntering] = useTransition();
  const form = useForm({
    resolver: zodResolver(newWorkspaceSchema.omit({ timeZone: true })),
    defaultValues: { name: "", brand: "", senderEmail },
  });
  const onServerError = useServerErrors(form);
  const create = useMutation(
    trpc.account.createWorkspace.mutationOptions({
      onSuccess: ({ workspaceId }) => startEntering(() => switchWorkspace(workspaceId)),
      onError: onServerError,
    }),
  );
  const submit = form.handleSubmit((values) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    create.mutate({ ...values, timeZone });
  });

  return (
    <Form onSubmit={submit}>
      <FormField
        control={form.control}
        name="name"
        label={t("name")}
        render={(field) => <Input {...field} autoComplete="organization" />}
      />
      <FormField
        control={form.control}
        name="brand"
        label={t("firstBrand")}
        render={(field) => <Input {...field} autoComplete="off" />}
      />
      <FormField
        control={form.control}
        name="senderEmail"
        label={brand("senderEmail")}
        render={(field) => <Input {...field} type="email" autoComplete="off" />}
      />
      <FormError form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={create.isPending || isEntering}>
          {t("create")}
        </Button>
      </div>
    </Form>
  );
}
