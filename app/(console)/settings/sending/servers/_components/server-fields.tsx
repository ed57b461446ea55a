"use client";

import { useTranslations } from "next-intl";
import type { UseFormReturn } from "react-hook-form";
import { FormField } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { SECURITIES, type Security, type ServerInput, SMTP_PORTS } from "@/server/senders/schemas";
import { NumberInput } from "../../_components/number-input";

/** The ports that speak TLS from the first byte, and those that begin in the clear. */
const USUAL: Record<number, Security> = { 465: "tls", 587: "starttls" };

interface ServerFieldsProps {
  form: UseFormReturn<ServerInput>;
  /** One is stored already; leaving the field empty keeps it. */
  hasPassword: boolean;
  /** Private hosts, which may do without TLS, are allowed here. */
  allowsPrivate: boolean;
}

/** Every field of a mail server: where it is, who we are there, how fast it may go. */
export function ServerFields({ form, hasPassword, allowsPrivate }: ServerFieldsProps) {
  const { control } = form;
  const t = useTranslations("senders.servers");
  const securities = SECURITIES.filter((one) => one !== "none" || allowsPrivate);
  const plain = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;
  return (
    <div className="grid gap-4 sm:grid-cols-6">
      <FormField
        className="sm:col-span-6"
        control={control}
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        render={(field) => <Input {...field} autoComplete="off" />}
      />
      <FormField
        className="sm:col-span-4"
        control={control}
        name="host"
        label={t("host")}
        render={(field) => (
          <Input {...field} {...plain} translate="no" placeholder="smtp.example.com" />
        )}
      />
      <FormField
        className="sm:col-span-2"
        control={control}
        name="port"
        label={t("port")}
        render={({ value, onChange }) => (
          <Select
            value={String(value)}
            onValueChange={(text) => {
              const usual = USUAL[Number(text)];
              onChange(Number(text));
              if (usual) form.setValue("security", usual);
            }}
            options={SMTP_PORTS.map((port) => ({
              value: String(port),
              label: <span translate="no">{port}</span>,
            }))}
          />
        )}
      />
      <FormField
        className="sm:col-span-6"
        control={control}
        name="security"
        label={t("security")}
        render={({ value, onChange }) => (
          <Select
            value={value}
            onValueChange={onChange}
            options={securities.map((one) => ({
              value: one,
              label: t(`securities.${one}`),
              hint: t(`securityHints.${one}`),
            }))}
          />
        )}
      />
      <FormField
        className="sm:col-span-3"
        control={control}
        name="username"
        isOptional
        label={t("username")}
        render={(field) => <Input {...field} {...plain} />}
      />
      <FormField
        className="sm:col-span-3"
        control={control}
        name="password"
        isOptional={!hasPassword}
        label={t("password")}
        hint={hasPassword ? t("passwordKept") : undefined}
        render={(field) => <Input {...field} type="password" autoComplete="new-password" />}
      />
      <FormField
        className="sm:col-span-3"
        control={control}
        name="connections"
        label={t("connections")}
        render={(field) => <NumberInput {...field} />}
      />
      <FormField
        className="sm:col-span-3"
        control={control}
        name="perSecond"
        isOptional
        label={t("perSecond")}
        render={(field) => <NumberInput {...field} />}
      />
      <FormField
        className="sm:col-span-6"
        control={control}
        name="ehloName"
        isOptional
        label={t("ehloName")}
        hint={t("ehloHint")}
        render={(field) => <Input {...field} {...plain} />}
      />
    </div>
  );
}
