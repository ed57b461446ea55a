"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { FormProvider, useForm } from "react-hook-form";
import { FormField } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { type Setup, setupSchema } from "@/server/auth/schemas";
import { SignUpFields } from "../../_components/sign-up-fields";
import { StepForm, type StepProps, useFault } from "./step";

/** Who owns the installation. */
export function OwnerStep({ value, fault, onNext }: StepProps<Setup["owner"]>) {
  const t = useTranslations("auth.setup");
  const form = useForm({
    resolver: zodResolver(setupSchema.shape.owner),
    defaultValues: value,
  });
  useFault(form, fault);
  return (
    <StepForm onSubmit={form.handleSubmit(onNext)}>
      <div className="flex flex-col gap-4">
        <FormProvider {...form}>
          <SignUpFields
            email={
              <FormField
                control={form.control}
                name="email"
                label={t("email")}
                render={(field) => <Input {...field} type="email" autoComplete="username" />}
              />
            }
          />
        </FormProvider>
      </div>
    </StepForm>
  );
}
