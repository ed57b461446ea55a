"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { BrandFields } from "@/app/(console)/settings/_components/brand-fields";
import { LogoField, logoPreview } from "@/app/(console)/settings/_components/logo-field";
import { type Setup, setupSchema } from "@/server/auth/schemas";
import { StepForm, type StepProps, useFault } from "./step";

interface BrandStepProps extends StepProps<Setup["brand"]> {
  logo: string | null;
  isBusy: boolean;
  /** Gets what was typed so far. */
  onBack: (value: Setup["brand"]) => void;
  onLogo: (data: string | null) => void;
}

/** The first brand: name, colour, sender, logo. */
export function BrandStep(props: BrandStepProps) {
  const { value, logo, fault, isBusy, onNext, onBack, onLogo } = props;
  const t = useTranslations("auth.setup");
  const form = useForm({ resolver: zodResolver(setupSchema.shape.brand), defaultValues: value });
  const [logoError, setLogoError] = useState<string | null>(null);
  const isLogoFault = fault?.field === "logo";
  useFault(form, isLogoFault ? null : fault);
  return (
    <StepForm
      onSubmit={form.handleSubmit(onNext)}
      onBack={() => onBack(form.getValues())}
      isBusy={isBusy}
      submitLabel={t("finish")}
    >
      <BrandFields control={form.control} disabled={isBusy} />
      <LogoField
        url={logoPreview(logo)}
        error={logoError ?? (isLogoFault ? fault.code : null)}
        disabled={isBusy}
        onError={setLogoError}
        onLogo={onLogo}
      />
    </StepForm>
  );
}
