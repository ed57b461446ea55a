"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useNow, useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Status } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { DateTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { Acting, Invitation } from "./types";
import { useRoleName } from "./use-role-name";

interface InvitationTableProps {
  invitations: readonly Invitation[];
  acting: Acting;
}

/** Who was invited and has not come yet. */
export function InvitationTable({ invitations, acting }: InvitationTableProps) {
  const t = useTranslations("settings.people");
  const roleName = useRoleName();
  const now = useNow();
  if (invitations.length === 0) return <p className="text-ink-muted">{t("noInvitations")}</p>;
  return (
    <Table label={t("waiting")}>
      <TableHead>
        <HeadCell>{t("email")}</HeadCell>
        <HeadCell className="max-sm:hidden">{t("role")}</HeadCell>
        <HeadCell className="max-md:hidden">{t("invitedBy")}</HeadCell>
        <HeadCell className="max-sm:hidden">{t("expires")}</HeadCell>
        {acting.canManage ? (
          <HeadCell>
            <span className="sr-only">{t("actionsColumn")}</span>
          </HeadCell>
        ) : null}
      </TableHead>
      <TableBody>
        {invitations.map((invitation) => (
          <TableRow key={invitation.id}>
            <Cell>
              <UserText className="break-all">{invitation.email}</UserText>
              <span className="block text-ink-muted text-xs sm:hidden">
                {roleName(invitation.role)}
              </span>
            </Cell>
            <Cell className="max-sm:hidden">{roleName(invitation.role)}</Cell>
            <Cell className="max-md:hidden">
              <UserText>{invitation.invitedBy ?? ""}</UserText>
            </Cell>
            <Cell className="whitespace-nowrap max-sm:hidden">
              {invitation.expiresAt > now ? (
                <DateTime at={invitation.expiresAt} />
              ) : (
                <Status tone="warn">{t("expired")}</Status>
              )}
            </Cell>
            {acting.canManage ? (
              <Cell>
                <InvitationActions invitation={invitation} acting={acting} />
              </Cell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function InvitationActions({ invitation, acting }: { invitation: Invitation; acting: Acting }) {
  const t = useTranslations("settings.people");
  const text = useCallErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const onError = (error: unknown) => {
    toast.error(text(error));
    router.refresh();
  };
  const resend = useMutation(
    trpc.members.resendInvitation.mutationOptions({
      onSuccess: () => {
        toast.success(t("resent"));
        router.refresh();
      },
      onError,
    }),
  );
  const revoke = useMutation(
    trpc.members.revokeInvitation.mutationOptions({
      onSuccess: () => {
        toast.success(t("revoked"));
        router.refresh();
      },
      onError,
    }),
  );
  if (invitation.role === "owner" && !acting.isOwner) return null;
  const { id } = invitation;
  return (
    <div className="flex justify-end gap-2 max-sm:flex-col">
      <Button size="small" isLoading={resend.isPending} onClick={() => resend.mutate({ id })}>
        {t("resend")}
      </Button>
      <Button size="small" isLoading={revoke.isPending} onClick={() => revoke.mutate({ id })}>
        {t("revoke")}
      </Button>
    </div>
  );
}
