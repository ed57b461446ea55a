"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Combobox } from "@/app/_ui/combobox";
import { readCodedError } from "@/app/_ui/error-text";
import { FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import type { PersonFields } from "@/server/contacts/schemas";
import { timeZoneOptions } from "../../_components/time-zones";

export const NO_PERSON: PersonFields = {
  email: "",
  firstName: "",
  lastName: "",
  phone: "",
  locale: "",
  timeZone: "",
  externalId: "",
};

interface PersonFormFieldsProps {
  form: UseFormReturn<PersonFields>;
  /** The person who already has the address, phone or number that was refused. */
  takenBy: string | null;
  /** What is to be known about the address that stands there; right below it. */
  addressNote?: ReactNode;
}

/** Puts a refused call onto the form, and remembers whose identity it collided with. */
export function usePersonErrors(form: UseFormReturn<PersonFields>) {
  const [takenBy, setTakenBy] = useState<string | null>(null);
  const onServerError = useServerErrors(form);
  return {
    takenBy,
    clear: () => setTakenBy(null),
    onError: (error: unknown) => {
      const { params } = readCodedError(error);
      setTakenBy(typeof params.contactId === "string" ? params.contactId : null);
      onServerError(error);
    },
  };
}

/** The fields of a person, as they are added and edited. */
export function PersonFormFields({ form, takenBy, addressNote }: PersonFormFieldsProps) {
  const t = useTranslations("contacts.field");
  const { control } = form;
  const zone = form.formState.defaultValues?.timeZone ?? "";
  const zones = useMemo(() => timeZoneOptions(zone), [zone]);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormField
        control={control}
        name="firstName"
        label={t("firstName")}
        isOptional
        render={(field) => <Input {...field} autoComplete="off" translate="no" />}
      />
      <FormField
        control={control}
        name="lastName"
        label={t("lastName")}
        isOptional
        render={(field) => <Input {...field} autoComplete="off" translate="no" />}
      />
      <FormField
        control={control}
        name="email"
        label={t("email")}
        hint={t("identityHint")}
        className="sm:col-span-2"
        render={(field) => (
          <Input {...field} type="text" inputMode="email" autoComplete="off" translate="no" />
        )}
      />
      {addressNote}
      <FormField
        control={control}
        name="phone"
        label={t("phone")}
        hint={t("phoneHint")}
        isOptional
        render={(field) => <Input {...field} type="tel" autoComplete="off" translate="no" />}
      />
      <FormField
        control={control}
        name="externalId"
        label={t("externalId")}
        isOptional
        render={(field) => <Input {...field} autoComplete="off" translate="no" />}
      />
      <FormField
        control={control}
        name="locale"
        label={t("locale")}
        hint={t("localeHint")}
        isOptional
        render={(field) => <Input {...field} autoComplete="off" translate="no" maxLength={5} />}
      />
      <FormField
        control={control}
        name="timeZone"
        label={t("timeZone")}
        hint={t("timeZoneHint")}
        isOptional
        render={({ value, onChange }) => (
          <Combobox
            isUserData
            options={zones}
            value={value || null}
            onValueChange={(chosen) => onChange(chosen ?? "")}
          />
        )}
      />
      {takenBy ? (
        <p role="status" className="self-center text-sm sm:col-span-2">
          <Link
            href={`/contacts/${takenBy}`}
            prefetch={false}
            className="rounded-sm text-accent underline underline-offset-2"
          >
            {t("takenBy")}
          </Link>
        </p>
      ) : null}
    </div>
  );
}
