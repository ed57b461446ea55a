"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Form, FormError, useServerErrors } from "@/app/_ui/form";
import { toast } from "@/app/_ui/toast";
import { brandSchema } from "@/server/workspaces/schemas";
import { BrandFields } from "../../_components/brand-fields";

/** A further brand; its logo is added on its own page. */
export function NewBrandForm() {
  const t = useTranslations("settings.brand");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(brandSchema),
    defaultValues: { name: "", colour: "#0f766e", senderName: "", senderEmail: "", replyTo: "" },
  });
  const onServerError = useServerErrors(form);
  const create = useMutation(
    trpc.brands.create.mutationOptions({
      onSuccess: ({ id }) => {
        toast.success(t("created"));
        router.push(`/settings/brands/${id}`);
        router.refresh();
      },
      onError: onServerError,
    }),
  );
  return (
    <Form
      className="flex max-w-2xl flex-col gap-6"
      onSubmit={form.handleSubmit((values) => create.mutate(values))}
    >
      <BrandFields control={form.control} />
      <FormError form={form} />
      <div>
        <Button type="submit" variant="primary" isLoading={create.isPending || create.isSuccess}>
          {t("create")}
        </Button>
      </div>
    </Form>
  );
}
