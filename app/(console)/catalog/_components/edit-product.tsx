"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Textarea } from "@/app/_ui/textarea";
import { toast } from "@/app/_ui/toast";
import type { ProductPage } from "@/server/catalog";
import { ProductFields } from "@/server/catalog/schemas";

interface EditProductProps {
  product: ProductPage;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Changes a product; somebody else's newer change is not overwritten. */
export function EditProduct({ product, open, onOpenChange }: EditProductProps) {
  const t = useTranslations("catalog.edit");
  const common = useTranslations("common");
  const formId = useId();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button type="submit" form={formId} variant="primary">
            {common("save")}
          </Button>
        </>
      }
    >
      {/* Mounted when it opens: the form starts from the product as it is now. */}
      <EditForm formId={formId} product={product} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface EditFormProps {
  formId: string;
  product: ProductPage;
  onDone: () => void;
}

/** Fields in their order; those of half a line stand two beside each other. */
const FIELDS = [
  { name: "category", isWide: false },
  { name: "stock", isWide: false },
  { name: "price", isWide: false },
  { name: "currency", isWide: false },
  { name: "url", isWide: true },
  { name: "imageUrl", isWide: true },
] as const;

function EditForm({ formId, product, onDone }: EditFormProps) {
  const t = useTranslations("catalog");
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const { name, description, category, url, imageUrl, price, currency, stock } = product;
  const form = useForm<ProductFields>({
    resolver: zodResolver(ProductFields),
    defaultValues: {
      name,
      description,
      category,
      url,
      imageUrl,
      price: price ?? "",
      currency,
      stock: stock === null ? "" : String(stock),
    },
  });
  const onServerError = useServerErrors(form);
  const update = useMutation(
    trpc.catalog.update.mutationOptions({
      onSuccess: () => {
        onDone();
        toast.success(t("edit.done"));
        router.refresh();
        return client.invalidateQueries(trpc.catalog.pathFilter());
      },
      onError: onServerError,
    }),
  );
  const submit = form.handleSubmit((values) => {
    const { id, revision } = product;
    if (!update.isPending) update.mutate({ ...values, id, revision });
  });
  const { control } = form;
  return (
    <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField
          control={control}
          name="name"
          label={t("field.name")}
          className="sm:col-span-2"
          render={(field) => <Input {...field} autoComplete="off" translate="no" />}
        />
        <FormField
          control={control}
          name="description"
          label={t("field.description")}
          isOptional
          className="sm:col-span-2"
          render={(field) => <Textarea {...field} rows={3} translate="no" />}
        />
        {FIELDS.map((one) => (
          <FormField
            key={one.name}
            control={control}
            name={one.name}
            label={t(`field.${one.name}`)}
            hint={t.has(`fieldHint.${one.name}`) ? t(`fieldHint.${one.name}`) : undefined}
            isOptional={one.name !== "currency"}
            className={one.isWide ? "sm:col-span-2" : undefined}
            render={(field) => <Input {...field} autoComplete="off" translate="no" />}
          />
        ))}
      </div>
      <FormError form={form} />
    </form>
  );
}
