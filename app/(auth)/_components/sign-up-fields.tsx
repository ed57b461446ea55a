"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormContext } from "react-hook-form";
import { FormField } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";

interface SignUpFieldsProps {
  /** The field of the address: typed by the first person, given to somebody who was invited. */
  email: ReactNode;
}

/** Name, address and password of somebody who is new: fields of the form around them. */
export function SignUpFields({ email }: SignUpFieldsProps) {
  const t = useTranslations("auth.signUp");
  const reset = useTranslations("auth.reset");
  const { control } = useFormContext<{ name: string; password: string }>();
  return (
    <>
      <FormField
        control={control}
        name="name"
        label={t("name")}
        render={(field) => <Input {...field} autoComplete="name" />}
      />
      {/* Right before the password, where password managers look for it. */}
      {email}
      <FormField
        control={control}
        name="password"
        label={t("password")}
        hint={reset("hint")}
        render={(field) => <Input {...field} type="password" autoComplete="new-password" />}
      />
    </>
  );
}
