"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { domainSchema } from "@/server/senders/schemas";

interface AddDomainDialogProps {
  /** What stands in the field at first; null while the dialog is closed. */
  domain: string | null;
  onClose: () => void;
}

/** Asks for a domain and leads to its records. */
export function AddDomainDialog({ domain, onClose }: AddDomainDialogProps) {
  const t = useTranslations("senders.domains");
  return (
    <Dialog
      open={domain !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t("addTitle")}
      description={t("addText")}
    >
      <AddDomainForm domain={domain ?? ""} />
    </Dialog>
  );
}

function AddDomainForm({ domain }: { domain: string }) {
  const t = useTranslations("senders.domains");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({ resolver: zodResolver(domainSchema), defaultValues: { domain } });
  const onServerError = useServerErrors(form);
  const add = useMutation(
    trpc.sendingDomains.add.mutationOptions({
      onSuccess: ({ id }) => {
        router.push(`/settings/sending/domains/${id}`);
        router.refresh();
      },
      onError: onServerError,
    }),
  );
  return (
    <Form onSubmit={form.handleSubmit((values) => add.mutate(values))}>
      <FormField
        control={form.control}
        name="domain"
        label={t("domain")}
        hint={t("domainHint")}
        render={(field) => (
          <Input {...field} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        )}
      />
      <FormError form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={add.isPending || add.isSuccess}>
          {t("add")}
        </Button>
      </div>
    </Form>
  );
}
