"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { PercentText } from "@/app/_ui/number";
import { Select } from "@/app/_ui/select";
import { toast } from "@/app/_ui/toast";
import { MAX_VARIANTS } from "@/server/campaigns/schemas";
import type { Campaign } from "./campaign";
import type { LetterEditing } from "./use-letter";

/** A to D, by position. */
export const variantName = (position: number) => "ABCD"[position] ?? "";

interface VariantBarProps {
  campaign: Campaign;
  letter: LetterEditing;
  isReadOnly: boolean;
}

/** The versions of the letter and their shares of the audience; one version needs no bar of tabs. */
export function VariantBar({ campaign, letter, isReadOnly }: VariantBarProps) {
  const t = useTranslations("campaigns.variants");
  const { variants, variantId } = campaign;
  const total = variants.reduce((sum, variant) => sum + variant.weight, 0);
  if (variants.length === 1 && isReadOnly) return null;
  return (
    <nav aria-label={t("label")} className="mb-4 flex flex-wrap items-center gap-2">
      {variants.length > 1
        ? variants.map(({ id, position, weight }) => (
            <Link
              key={id}
              href={`/campaigns/${campaign.id}?variant=${id}`}
              aria-current={id === variantId ? "page" : undefined}
              onClick={() => void letter.saving.flush()}
              className={cn(
                "inline-flex h-9 items-center gap-2 rounded-md border px-3 text-sm",
                id === variantId ? "border-accent font-medium" : "border-line hover:bg-hover",
              )}
            >
              {t("name", { name: variantName(position) })}
              <PercentText value={weight / total} digits={0} className="text-ink-muted" />
            </Link>
          ))
        : null}
      {isReadOnly ? null : <VariantActions campaign={campaign} letter={letter} />}
    </nav>
  );
}

const SHARES = [1, 2, 3, 4, 5, 10] as const;

function VariantActions({ campaign, letter }: Omit<VariantBarProps, "isReadOnly">) {
  const t = useTranslations("campaigns.variants");
  const trpc = useTRPC();
  const router = useRouter();
  const errorText = useCallErrorText();
  const { id, variants, variantId } = campaign;
  const { revision, goOnFrom, state } = letter.saving;
  const onError = (error: unknown) => void toast.error(errorText(error));
  const add = useMutation({
    ...trpc.campaigns.addVariant.mutationOptions(),
    onSuccess: (made) => router.push(`/campaigns/${id}?variant=${made.id}`),
    onError,
  });
  const remove = useMutation({
    ...trpc.campaigns.removeVariant.mutationOptions(),
    onSuccess: () => {
      toast.message(t("removed"));
      router.push(`/campaigns/${id}`);
    },
    onError,
  });
  const share = useMutation({
    ...trpc.campaigns.setWeights.mutationOptions(),
    onSuccess: (changed) => {
      goOnFrom(changed.revision, letter.document);
      router.refresh();
    },
    onError,
  });
  const [isAsking, setAsking] = useState(false);
  const isShown = (variant: { id: string }) => variant.id === variantId;
  const weight = variants.find(isShown)?.weight ?? 1;
  const weights = [...new Set([...SHARES, weight])].sort((a, b) => a - b);
  // What is not saved yet would be lost with the page.
  const isBusy = state !== "saved" || add.isPending || remove.isPending || share.isPending;
  return (
    <>
      {variants.length > 1 ? (
        <>
          <Select
            aria-label={t("share")}
            value={String(weight)}
            disabled={isBusy}
            onValueChange={(chosen) =>
              share.mutate({ id, revision, weights: [{ id: variantId, weight: Number(chosen) }] })
            }
            options={weights.map((one) => ({
              value: String(one),
              label: t("parts", { count: one }),
            }))}
            className="w-auto"
          />
          <IconButton
            icon={Trash2}
            label={t("remove")}
            disabled={isBusy}
            onClick={() => setAsking(true)}
          />
          <AlertDialog
            open={isAsking}
            onOpenChange={setAsking}
            title={t("removeTitle", { name: variantName(variants.findIndex(isShown)) })}
            description={t("removeText")}
            confirmLabel={t("removeConfirm")}
            isDangerous
            onConfirm={() => remove.mutateAsync({ id, revision, variantId })}
          />
        </>
      ) : null}
      {variants.length < MAX_VARIANTS ? (
        <Button
          size={variants.length > 1 ? "medium" : "small"}
          variant="ghost"
          disabled={isBusy}
          onClick={() => add.mutate({ id, revision, from: variantId })}
        >
          <Plus aria-hidden />
          {t("add")}
        </Button>
      ) : null}
    </>
  );
}
