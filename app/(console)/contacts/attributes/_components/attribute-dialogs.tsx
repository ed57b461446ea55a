"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import type { AttributeDefinition } from "@/server/contacts";
import { ATTRIBUTE_TYPES, AttributeRename, NewAttribute } from "@/server/contacts/schemas";

interface CreateAttributeProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function CreateAttribute({ open, onOpenChange }: CreateAttributeProps) {
  const t = useTranslations("contacts.attributes");
  const common = useTranslations("common");
  const formId = useId();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useForm<NewAttribute>({
    resolver: zodResolver(NewAttribute),
    defaultValues: { label: "", type: "text" },
  });
  const onError = useServerErrors(form);
  const create = useMutation(
    trpc.contacts.createAttribute.mutationOptions({
      onSuccess: async () => {
        onOpenChange(false);
        form.reset();
        await queries.invalidateQueries(trpc.contacts.attributes.queryFilter());
      },
      onError,
    }),
  );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("createTitle")}
      description={t("createText")}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button type="submit" form={formId} variant="primary" isLoading={create.isPending}>
            {common("create")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((values) => create.mutate(values))}
      >
        <FormField
          control={form.control}
          name="label"
          label={t("label")}
          render={(field) => <Input {...field} autoComplete="off" translate="no" />}
        />
        <FormField
          control={form.control}
          name="type"
          label={t("type")}
          hint={t("typeHint")}
          render={({ onChange, ...field }) => (
            <Select
              id={field.name}
              value={field.value}
              onValueChange={onChange}
              options={ATTRIBUTE_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
            />
          )}
        />
        <FormError form={form} />
      </form>
    </Dialog>
  );
}

interface RenameAttributeProps {
  /** The attribute being renamed; null: the dialog is closed. */
  attribute: AttributeDefinition | null;
  onClose: () => void;
}

export function RenameAttribute({ attribute, onClose }: RenameAttributeProps) {
  const t = useTranslations("contacts.attributes");
  const common = useTranslations("common");
  const formId = useId();
  return (
    <Dialog
      open={attribute !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("renameTitle")}
      description={t("renameText")}
      size="small"
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button type="submit" form={formId} variant="primary">
            {common("save")}
          </Button>
        </>
      }
    >
      {attribute ? <RenameForm formId={formId} attribute={attribute} onDone={onClose} /> : null}
    </Dialog>
  );
}

interface RenameFormProps {
  formId: string;
  attribute: AttributeDefinition;
  onDone: () => void;
}

function RenameForm({ formId, attribute, onDone }: RenameFormProps) {
  const t = useTranslations("contacts.attributes");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useForm({
    resolver: zodResolver(AttributeRename),
    defaultValues: { key: attribute.key, label: attribute.label },
  });
  const onError = useServerErrors(form);
  const rename = useMutation(
    trpc.contacts.renameAttribute.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.contacts.attributes.queryFilter());
        onDone();
      },
      onError,
    }),
  );
  return (
    <form
      id={formId}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={form.handleSubmit((values) => {
        if (!rename.isPending) rename.mutate(values);
      })}
    >
      <FormField
        control={form.control}
        name="label"
        label={t("label")}
        render={(field) => <Input {...field} autoComplete="off" translate="no" />}
      />
      <FormError form={form} />
    </form>
  );
}
