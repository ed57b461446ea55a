"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { readCodedError } from "@/app/_ui/error-text";
import { Form, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { TextLink } from "@/app/_ui/text-link";
import { UserText } from "@/app/_ui/user-text";
import { emailSchema, LINK_MINUTES } from "@/server/auth/schemas";
import { Card } from "../../../../_components/card";
import { FaultBanner } from "../../../../_components/fault-banner";

/** Asks for the address; the answer is the same whether it is known or not. */
export function MailLinkForm({ purpose }: { purpose: "link" | "reset" }) {
  const t = useTranslations("auth.mail");
  const trpc = useTRPC();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(emailSchema), defaultValues: { email: "" } });
  const onServerError = useServerErrors(form);
  const link = useMutation(trpc.auth.requestLink.mutationOptions());
  const reset = useMutation(trpc.auth.requestReset.mutationOptions());
  const request = purpose === "link" ? link : reset;
  const failure = request.error ? readCodedError(request.error) : null;
  const seconds = Number(failure?.params.seconds ?? 0);

  const send = form.handleSubmit(async (values) => {
    await request.mutateAsync(values).then(() => setSentTo(values.email), onServerError);
  });

  const footer = <TextLink href="/sign-in">{t("backToSignIn")}</TextLink>;
  if (sentTo !== null) {
    return (
      <Card
        title={t("sentTitle")}
        text={t.rich("sentText", {
          email: () => <UserText className="break-words font-medium">{sentTo}</UserText>,
          minutes: LINK_MINUTES,
        })}
        footer={footer}
      >
        <Button onClick={() => setSentTo(null)}>{t("again")}</Button>
      </Card>
    );
  }
  return (
    <Card title={t(`${purpose}Title`)} text={t(`${purpose}Text`)} footer={footer}>
      <Form onSubmit={send}>
        <FaultBanner
          fault={
            failure && !failure.field ? { code: failure.code, seconds: seconds || null } : null
          }
        />
        <FormField
          control={form.control}
          name="email"
          label={t("email")}
          render={(field) => <Input {...field} type="email" autoComplete="username" />}
        />
        <Button type="submit" variant="primary" isLoading={request.isPending}>
          {t(`${purpose}Submit`)}
        </Button>
      </Form>
    </Card>
  );
}
