"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { FormField } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { type Setup, setupSchema } from "@/server/auth/schemas";
import { StepForm, type StepProps, useFault } from "./step";

/** Who owns the installation. */
export function OwnerStep({ value, fault, onNext }: StepProps<Setup["owner"]>) {
  const t = useTranslations("auth.setup");
  const reset = useTranslations("auth.reset");
  const form = useForm({
    resolver: zodResolver(setupSchema.shape.owner),
    defaultValues: value,
  });
  useFault(form, fault);
  return (
    <StepForm onSubmit={form.handleSubmit(onNext)}>
      <div className="flex flex-col gap-4">
        <FormField
          control={form.control}
          name="name"
          label={t("name")}
          render={(field) => <Input {...field} autoComplete="name" />}
        />
        <FormField
          control={form.control}
          name="email"
          label={t("email")}
          render={(field) => <Input {...field} type="email" autoComplete="username" />}
        />
        <FormField
          control={form.control}
          name="password"
          label={t("password")}
          hint={reset("hint")}
          render={(field) => <Input {...field} type="password" autoComplete="new-password" />}
        />
      </div>
    </StepForm>
  );
}
