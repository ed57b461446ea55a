"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";

interface ArchiveButtonProps {
  id: string;
  isArchived: boolean;
}

/** Hides a brand from new work, or brings it back; undone by its own opposite. */
export function ArchiveButton({ id, isArchived }: ArchiveButtonProps) {
  const t = useTranslations("settings.brand");
  const common = useTranslations("common");
  const text = useCallErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const archive = useMutation(
    trpc.brands.archive.mutationOptions({
      onSuccess: (_, { isArchived: isNow }) => {
        const undo = () => archive.mutate({ id, isArchived: !isNow });
        toast.success(t(isNow ? "archivedToast" : "restoredToast"), {
          action: { label: common("undo"), onSelect: undo },
        });
        router.refresh();
      },
      onError: (error) => toast.error(text(error)),
    }),
  );
  return (
    <Button
      isLoading={archive.isPending}
      onClick={() => archive.mutate({ id, isArchived: !isArchived })}
    >
      {t(isArchived ? "restore" : "archive")}
    </Button>
  );
}
