"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { toast } from "@/app/_ui/toast";
import {
  INVITATION_DAYS,
  type InvitationInput,
  invitationSchema,
} from "@/server/workspaces/schemas";
import { AccessFields } from "./access-fields";
import type { Brand } from "./types";

interface InviteProps {
  brands: readonly Brand[];
  isOwner: boolean;
}

/** Invites somebody by mail. */
export function InviteButton({ brands, isOwner }: InviteProps) {
  const t = useTranslations("settings.people");
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      title={t("inviteTitle")}
      description={t("inviteText", { days: INVITATION_DAYS })}
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden />
          {t("invite")}
        </Button>
      }
    >
      <InviteForm brands={brands} isOwner={isOwner} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function InviteForm({ brands, isOwner, onDone }: InviteProps & { onDone: () => void }) {
  const t = useTranslations("settings.people");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm<InvitationInput>({
    resolver: zodResolver(invitationSchema),
    defaultValues: { email: "", role: "marketer", grants: [] },
  });
  const onServerError = useServerErrors(form);
  const invite = useMutation(
    trpc.members.invite.mutationOptions({
      onSuccess: () => {
        toast.success(t("invited"));
        onDone();
        router.refresh();
      },
      onError: onServerError,
    }),
  );
  return (
    <Form
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) => invite.mutate(values))}
    >
      <FormField
        control={form.control}
        name="email"
        label={t("email")}
        render={(field) => <Input {...field} type="email" autoComplete="off" />}
      />
      <FormProvider {...form}>
        <AccessFields brands={brands} isOwner={isOwner} />
      </FormProvider>
      <FormError form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={invite.isPending}>
          {t("send")}
        </Button>
      </div>
    </Form>
  );
}
