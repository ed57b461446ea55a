"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { RelativeTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { ApiKey } from "./types";

/** Takes a key out of use, after saying what stops working then. */
export function RevokeButton({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("settings.apiKeys");
  const text = useCallErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: () => {
        toast.success(t("revoked"));
        router.refresh();
      },
      onError: (error) => {
        toast.error(text(error));
        router.refresh();
      },
    }),
  );
  const { id, name, beginning, lastUsedAt } = apiKey;
  return (
    <AlertDialog
      trigger={
        <Button size="small" aria-label={t("revokeOne", { name })}>
          {t("revoke")}
        </Button>
      }
      title={t.rich("revokeTitle", { name: () => <UserText>{name}</UserText> })}
      description={t("revokeText")}
      confirmLabel={t("revoke")}
      isDangerous
      onConfirm={() => revoke.mutateAsync({ id })}
    >
      <UserText isMono className="mb-1 block break-all">
        {`${beginning}…`}
      </UserText>
      <p className="text-ink-muted">
        {lastUsedAt
          ? t.rich("revokeUsed", { when: () => <RelativeTime at={lastUsedAt} /> })
          : t("revokeUnused")}
      </p>
    </AlertDialog>
  );
}
