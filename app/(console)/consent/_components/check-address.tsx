"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Section } from "@/app/_ui/section";
import { DateTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { AddressInput, SuppressionReason } from "@/server/consent/schemas";

/** Looks one address up in the list that names nobody, and may add it. */
export function CheckAddress({ maySuppress }: { maySuppress: boolean }) {
  const t = useTranslations("consent.suppressions");
  const trpc = useTRPC();
  const form = useForm({ resolver: zodResolver(AddressInput), defaultValues: { address: "" } });
  const onError = useServerErrors(form);
  const check = useMutation(trpc.consent.checkAddress.mutationOptions({ onError }));
  const asked = check.variables?.address ?? "";
  const [entry] = check.data?.entries ?? [];
  return (
    <Section title={t("checkTitle")} description={t("checkText")}>
      <Form
        onSubmit={form.handleSubmit((values) => check.mutate(values))}
        className="max-w-xl flex-row flex-wrap items-end gap-2"
      >
        <FormField
          control={form.control}
          name="address"
          label={t("address")}
          className="min-w-0 flex-1 basis-60"
          render={(field) => <Input {...field} type="email" autoComplete="off" />}
        />
        <Button type="submit" isLoading={check.isPending}>
          {t("check")}
        </Button>
        <FormError form={form} />
      </Form>
      <div aria-live="polite" className="mt-3 max-w-xl">
        {entry ? <Suppressed address={asked} entry={entry} /> : null}
        {check.data && !entry ? (
          <Banner
            tone="ok"
            title={t.rich("free", { address: () => <UserText>{asked}</UserText> })}
            action={
              maySuppress ? (
                <Suppress address={asked} onDone={() => check.mutate({ address: asked })} />
              ) : undefined
            }
          />
        ) : null}
      </div>
    </Section>
  );
}

function Suppressed(props: { address: string; entry: { reason: string; at: Date } }) {
  const t = useTranslations("consent.suppressions");
  const reason = SuppressionReason.safeParse(props.entry.reason).data;
  return (
    <Banner
      tone="warn"
      title={t.rich("suppressed", {
        address: () => <UserText>{props.address}</UserText>,
        reason: reason ? t(`reasons.${reason}`) : props.entry.reason,
        date: () => <DateTime at={props.entry.at} withTime={false} />,
      })}
    />
  );
}

function Suppress({ address, onDone }: { address: string; onDone: () => void }) {
  const t = useTranslations("consent.suppressions");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const suppress = useMutation(
    trpc.consent.suppress.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.consent.suppressions.pathFilter());
        toast.success(t("added"));
        onDone();
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <AlertDialog
      trigger={<Button size="small">{t("add")}</Button>}
      title={t("addTitle")}
      description={t.rich("addText", { address: () => <UserText>{address}</UserText> })}
      confirmLabel={t("add")}
      isDangerous
      onConfirm={() => suppress.mutateAsync({ address })}
    />
  );
}
