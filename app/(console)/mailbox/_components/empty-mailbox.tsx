"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";

/** Deletes all mail after one question: the bytes are gone, so there is no undo to offer. */
export function EmptyMailbox() {
  const t = useTranslations("mailbox");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const callErrorText = useCallErrorText();
  const empty = useMutation(
    trpc.mailbox.empty.mutationOptions({
      onSuccess: async ({ removed }) => {
        await queries.invalidateQueries(trpc.mailbox.list.pathFilter());
        toast.success(t("empty.done", { count: removed }));
      },
      onError: (error) => toast.error(callErrorText(error)),
    }),
  );
  return (
    <AlertDialog
      trigger={
        <Button>
          <Trash2 aria-hidden />
          {t("empty.action")}
        </Button>
      }
      title={t("empty.title")}
      description={t("empty.description")}
      confirmLabel={t("empty.confirm")}
      isDangerous
      onConfirm={() => empty.mutateAsync()}
    />
  );
}
