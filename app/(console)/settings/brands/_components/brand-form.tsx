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
import { type BrandInput, brandSchema } from "@/server/workspaces/schemas";
import { BrandFields } from "../../_components/brand-fields";

interface BrandFormProps {
  id: string;
  brand: BrandInput;
  canEdit: boolean;
}

/** Name, colour and sender of one brand. */
export function BrandForm({ id, brand, canEdit }: BrandFormProps) {
  const t = useTranslations("settings.brand");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({ resolver: zodResolver(brandSchema), defaultValues: brand });
  const onServerError = useServerErrors(form);
  const update = useMutation(
    trpc.brands.update.mutationOptions({
      onSuccess: (_, { id: _id, ...values }) => {
        form.reset(values);
        toast.success(t("saved"));
        router.refresh();
      },
      onError: onServerError,
    }),
  );
  return (
    <Form
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) => update.mutate({ ...values, id }))}
    >
      <BrandFields control={form.control} disabled={!canEdit} />
      <FormError form={form} />
      {canEdit ? (
        <div>
          <Button type="submit" variant="primary" isLoading={update.isPending}>
            {common("save")}
          </Button>
        </div>
      ) : null}
    </Form>
  );
}
