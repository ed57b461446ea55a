"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select, type SelectOption } from "@/app/_ui/select";
import { Textarea } from "@/app/_ui/textarea";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { WITHDRAWAL_CHANNELS, WithdrawalInput } from "@/server/consent/schemas";

interface RecordWithdrawalProps {
  /** The person whose page it stands on; without one the dialog asks who it is. */
  contactId?: string;
}

/** A button that opens the service desk's form: it can end advertising and nothing else. */
export function RecordWithdrawal({ contactId }: RecordWithdrawalProps) {
  const t = useTranslations("consent.withdrawal");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t("action")}</Button>
      {isOpen ? (
        <WithdrawalDialog contactId={contactId ?? null} onClose={() => setIsOpen(false)} />
      ) : null}
    </>
  );
}

const ALL = "all";

function useTopicOptions(): SelectOption[] {
  const t = useTranslations("consent.withdrawal");
  const trpc = useTRPC();
  const { data: topics = [] } = useQuery(trpc.profiles.topics.queryOptions());
  return [
    { value: ALL, label: t("all") },
    ...topics.map((topic) => ({
      value: topic.id,
      label: (
        <UserText>
          {topic.brandName} · {topic.name}
        </UserText>
      ),
    })),
  ];
}

/** The day as the clerk's calendar shows it. */
function today(): string {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}

function WithdrawalDialog(props: { contactId: string | null; onClose: () => void }) {
  const { contactId, onClose } = props;
  const t = useTranslations("consent.withdrawal");
  const common = useTranslations("common");
  const formId = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const options = useTopicOptions();
  const form = useForm<WithdrawalInput>({
    resolver: zodResolver(WithdrawalInput),
    defaultValues: {
      contactId,
      person: "",
      topicId: null,
      receivedOn: today(),
      channel: "phone",
      note: "",
    },
  });
  const onServerError = useServerErrors(form);
  const record = useMutation(
    trpc.consent.recordWithdrawal.mutationOptions({
      onSuccess: async (result) => {
        await Promise.all([
          queries.invalidateQueries(trpc.consent.pathFilter()),
          queries.invalidateQueries(trpc.profiles.pathFilter()),
        ]);
        onClose();
        // Pages that were rendered on the server show the new state, too.
        router.refresh();
        const onSelect = () => router.push(`/contacts/${result.contactId}`);
        const action = contactId ? undefined : { label: t("open"), onSelect };
        toast.success(result.changed ? t("done") : t("unchanged"), { action });
      },
      onError: onServerError,
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("title")}
      description={t("text")}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button type="submit" form={formId} variant="primary" isLoading={record.isPending}>
            {t("submit")}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={form.handleSubmit((values) => record.mutate(values))}>
        {contactId ? null : (
          <FormField
            control={form.control}
            name="person"
            label={t("person")}
            render={(field) => <Input {...field} autoComplete="off" inputMode="email" />}
          />
        )}
        <FormField
          control={form.control}
          name="topicId"
          label={t("scope")}
          render={({ value, onChange, ref: _, ...field }) => (
            <Select
              {...field}
              options={options}
              value={value ?? ALL}
              onValueChange={(chosen) => onChange(chosen === ALL ? null : chosen)}
            />
          )}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField
            control={form.control}
            name="receivedOn"
            label={t("received")}
            render={(field) => <Input {...field} type="date" max={today()} />}
          />
          <FormField
            control={form.control}
            name="channel"
            label={t("channel")}
            render={({ onChange, ref: _, ...field }) => (
              <Select
                {...field}
                onValueChange={onChange}
                options={WITHDRAWAL_CHANNELS.map((channel) => ({
                  value: channel,
                  label: t(`channels.${channel}`),
                }))}
              />
            )}
          />
        </div>
        <FormField
          control={form.control}
          name="note"
          label={t("note")}
          hint={t("noteHint")}
          isOptional
          render={(field) => <Textarea {...field} rows={2} />}
        />
        <FormError form={form} />
      </Form>
    </Dialog>
  );
}
