"use client";

import { useMutation } from "@tanstack/react-query";
import { Ellipsis, RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { Domain } from "../../_components/types";
import { useChange } from "../../_components/use-change";

/** A look at the DNS now, and the way out. */
export function DomainActions({ domain }: { domain: Domain }) {
  const t = useTranslations("senders.domains");
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} label={t("more")} variant="secondary" />}>
        <MenuItem isDangerous onSelect={() => setAsked(true)}>
          {t("remove")}
        </MenuItem>
      </Menu>
      <CheckButton id={domain.id} />
      <RemoveQuestion domain={domain} isOpen={isAsked} onOpenChange={setAsked} />
    </>
  );
}

function CheckButton({ id }: { id: string }) {
  const t = useTranslations("senders.domains");
  const trpc = useTRPC();
  const change = useChange(null);
  const check = useMutation(
    trpc.sendingDomains.check.mutationOptions({
      onSuccess: ({ state }) => {
        if (state === "verified") toast.success(t("checkedFound"));
        else toast.message(t("checkedMissing"));
        change.onSuccess();
      },
      onError: change.onError,
    }),
  );
  return (
    <Button variant="primary" isLoading={check.isPending} onClick={() => check.mutate({ id })}>
      {check.isPending ? null : <RefreshCw aria-hidden />}
      {t("check")}
    </Button>
  );
}

interface RemoveQuestionProps {
  domain: Domain;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

function RemoveQuestion({ domain, isOpen, onOpenChange }: RemoveQuestionProps) {
  const t = useTranslations("senders.domains");
  const text = useCallErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const remove = useMutation(
    trpc.sendingDomains.remove.mutationOptions({
      onSuccess: () => {
        toast.success(t("removed"));
        router.push("/settings/sending/domains");
        router.refresh();
      },
      onError: (error) => toast.error(text(error)),
    }),
  );
  return (
    <AlertDialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title={t.rich("removeTitle", { domain: () => <UserText>{domain.domain}</UserText> })}
      description={t("removeText")}
      confirmLabel={t("remove")}
      isDangerous
      onConfirm={() => remove.mutateAsync({ id: domain.id })}
    >
      {domain.brands.length > 0 ? (
        <p>
          {t.rich("removeBrands", {
            count: domain.brands.length,
            brands: () => (
              <UserText className="font-medium">
                {domain.brands.map(({ name }) => name).join(", ")}
              </UserText>
            ),
          })}
        </p>
      ) : (
        <p className="text-ink-muted">{t("removeUnused")}</p>
      )}
    </AlertDialog>
  );
}
