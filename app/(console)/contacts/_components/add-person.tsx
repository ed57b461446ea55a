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
import { FormError } from "@/app/_ui/form";
import { toast } from "@/app/_ui/toast";
import { NewPerson, type PersonFields } from "@/server/contacts/schemas";
import { NO_PERSON, PersonFormFields, usePersonErrors } from "./person-form";

interface AddPersonProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Adds one person by hand and opens their page. */
export function AddPerson({ open, onOpenChange }: AddPersonProps) {
  const t = useTranslations("contacts.add");
  const common = useTranslations("common");
  const formId = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const form = useForm<PersonFields>({
    resolver: zodResolver(NewPerson),
    defaultValues: NO_PERSON,
  });
  const errors = usePersonErrors(form);
  const create = useMutation(
    trpc.contacts.create.mutationOptions({
      onSuccess: async ({ id }) => {
        onOpenChange(false);
        form.reset();
        toast.success(t("done"));
        await queries.invalidateQueries(trpc.contacts.pathFilter());
        router.push(`/contacts/${id}`);
      },
      onError: errors.onError,
    }),
  );
  const submit = form.handleSubmit((values) => {
    errors.clear();
    create.mutate(values);
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("text")}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button type="submit" form={formId} variant="primary" isLoading={create.isPending}>
            {t("action")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <PersonFormFields form={form} takenBy={errors.takenBy} />
        <FormError form={form} />
      </form>
    </Dialog>
  );
}
