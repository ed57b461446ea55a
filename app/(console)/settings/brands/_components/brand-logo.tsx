"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { readCodedError } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";
import { LogoField } from "../../_components/logo-field";

interface BrandLogoProps {
  id: string;
  url: string | null;
  canEdit: boolean;
}

/** The logo of one brand; takes effect at once. */
export function BrandLogo({ id, url, canEdit }: BrandLogoProps) {
  const t = useTranslations("settings.brand");
  const trpc = useTRPC();
  const router = useRouter();
  const [error, setError] = useState<string | null>(null);
  const setLogo = useMutation(
    trpc.brands.setLogo.mutationOptions({
      onSuccess: (_, { data }) => {
        toast.success(t(data === null ? "logoRemoved" : "logoSaved"));
        router.refresh();
      },
      onError: (failure) => {
        const coded = readCodedError(failure);
        setError(coded.faults[0]?.code ?? coded.code);
      },
    }),
  );
  return (
    <LogoField
      url={url}
      error={error}
      disabled={!canEdit || setLogo.isPending}
      onError={setError}
      onLogo={(data) => setLogo.mutate({ id, data })}
    />
  );
}
