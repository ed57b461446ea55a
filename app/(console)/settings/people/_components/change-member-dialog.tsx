"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormProvider, useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Form, FormError, useServerErrors } from "@/app/_ui/form";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { type MemberInput, memberSchema } from "@/server/workspaces/schemas";
import { AccessFields } from "./access-fields";
import type { Brand, Member } from "./types";

interface ChangeMemberProps {
  member: Member;
  brands: readonly Brand[];
  isOwner: boolean;
}

interface ChangeMemberDialogProps extends ChangeMemberProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Another role or other brands to send for. */
export function ChangeMemberDialog({ open, onOpenChange, ...props }: ChangeMemberDialogProps) {
  const t = useTranslations("settings.people");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.rich("changeTitle", { name: () => <UserText>{props.member.name}</UserText> })}
      description={t("changeNote")}
    >
      <ChangeMemberForm {...props} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function ChangeMemberForm(props: ChangeMemberProps & { onDone: () => void }) {
  const { member, brands, isOwner, onDone } = props;
  const t = useTranslations("settings.people");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const known = memberSchema.safeParse({ role: member.role, grants: member.grants });
  const form = useForm<MemberInput>({
    resolver: zodResolver(memberSchema),
    defaultValues: known.data ?? { role: "analyst", grants: [] },
  });
  const onServerError = useServerErrors(form);
  const change = useMutation(
    trpc.members.change.mutationOptions({
      onSuccess: () => {
        toast.success(t("changed"));
        onDone();
        router.refresh();
      },
      // A fault at the role has no line of its own below the radio buttons: it belongs to the form.
      onError: (error) => {
        onServerError(error);
        const atRole = form.getFieldState("role").error?.message;
        if (atRole) form.setError("root.server", { type: atRole, message: atRole });
      },
    }),
  );
  return (
    <Form
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) => change.mutate({ ...values, userId: member.userId }))}
    >
      <FormProvider {...form}>
        <AccessFields brands={brands} isOwner={isOwner} />
      </FormProvider>
      <FormError form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={change.isPending}>
          {common("save")}
        </Button>
      </div>
    </Form>
  );
}
