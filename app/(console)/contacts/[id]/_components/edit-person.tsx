"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { FormError } from "@/app/_ui/form";
import { toast } from "@/app/_ui/toast";
import type { PersonPage } from "@/server/contacts";
import { NewPerson, type PersonFields } from "@/server/contacts/schemas";
import { PersonFormFields, usePersonErrors } from "../../_components/person-form";

interface EditPersonProps {
  person: PersonPage;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Changes the columns of a person; somebody else's newer change is not overwritten. */
export function EditPerson({ person, open, onOpenChange }: EditPersonProps) {
  const t = useTranslations("contacts.edit");
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
      {/* Mounted when it opens: the form starts from the person as they are now. */}
      <EditForm formId={formId} person={person} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface EditFormProps {
  formId: string;
  person: PersonPage;
  onDone: () => void;
}

function EditForm({ formId, person, onDone }: EditFormProps) {
  const t = useTranslations("contacts.edit");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm<PersonFields>({
    resolver: zodResolver(NewPerson),
    defaultValues: {
      email: person.email ?? "",
      firstName: person.firstName ?? "",
      lastName: person.lastName ?? "",
      phone: person.phone ?? "",
      locale: person.locale ?? "",
      timeZone: person.timeZone ?? "",
      externalId: person.externalId ?? "",
    },
  });
  const errors = usePersonErrors(form);
  const update = useMutation(
    trpc.profiles.edit.mutationOptions({
      onSuccess: () => {
        onDone();
        toast.success(t("done"));
        router.refresh();
      },
      onError: errors.onError,
    }),
  );
  const submit = form.handleSubmit((values) => {
    errors.clear();
    if (!update.isPending) update.mutate({ ...values, id: person.id, revision: person.revision });
  });
  const address = form.watch("email").trim().toLowerCase();
  const isAddressNew = person.email !== null && address !== person.email;
  return (
    <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <PersonFormFields
        form={form}
        takenBy={errors.takenBy}
        addressNote={
          isAddressNew ? (
            <Banner tone="warn" isLive className="sm:col-span-2">
              {t("newAddress")}
            </Banner>
          ) : null
        }
      />
      <FormError form={form} />
    </form>
  );
}
