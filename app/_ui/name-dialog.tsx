"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "./button";
import { Dialog, DialogClose } from "./dialog";
import { FormError, FormField, useServerErrors } from "./form";
import { Input } from "./input";

interface NameDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  initial: string;
  /** What a name may be; the domain's own schema. */
  schema: z.ZodType<string, string>;
  onName: (name: string) => Promise<void>;
}

/** Asks for the name of something. */
export function NameDialog({ isOpen, onClose, title, initial, schema, onName }: NameDialogProps) {
  const common = useTranslations("common");
  const formId = useId();
  const form = useForm({
    resolver: zodResolver(z.object({ name: schema })),
    defaultValues: { name: initial },
  });
  const onServerError = useServerErrors(form);
  const submit = form.handleSubmit(async ({ name }) => {
    try {
      await onName(name);
      onClose();
    } catch (error) {
      onServerError(error);
    }
  });
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      size="small"
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isLoading={form.formState.isSubmitting}
          >
            {common("save")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <FormField
          control={form.control}
          name="name"
          label={common("name")}
          render={(field) => <Input {...field} autoComplete="off" translate="no" />}
        />
        <FormError form={form} />
      </form>
    </Dialog>
  );
}
