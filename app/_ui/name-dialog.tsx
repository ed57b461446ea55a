"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { CampaignName } from "@/server/campaigns/schemas";

interface NameDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  initial: string;
  onName: (name: string) => Promise<void>;
}

const NameForm = z.object({ name: CampaignName });

/** Asks for a campaign's name. */
export function NameDialog({ isOpen, onClose, title, initial, onName }: NameDialogProps) {
  const t = useTranslations("campaigns.menu");
  const common = useTranslations("common");
  const formId = useId();
  const form = useForm({ resolver: zodResolver(NameForm), defaultValues: { name: initial } });
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
          label={t("name")}
          render={(field) => <Input {...field} autoComplete="off" translate="no" />}
        />
        <FormError form={form} />
      </form>
    </Dialog>
  );
}
