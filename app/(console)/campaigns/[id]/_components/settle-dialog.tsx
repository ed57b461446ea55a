"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactElement, useId, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { useCallErrorText, useErrorText } from "@/app/_ui/error-text";
import { FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { RadioGroup } from "@/app/_ui/radio-group";
import { toast } from "@/app/_ui/toast";
import { SettleInput } from "@/server/campaigns/schemas";
import { useAfterChange } from "./use-after-change";

const Settlement = SettleInput.pick({ as: true, reason: true });

interface SettleDialogProps {
  /** Null: letters without a campaign. */
  campaignId: string | null;
  /** Which letters; without any, all of the campaign that nobody knows about. */
  messageIds?: string[];
  /** As of when the list was read in which they stand. */
  asOf: Date;
  count: number;
  trigger: ReactElement;
}

/** Says what became of letters of which nobody knows whether they arrived. Nothing is sent. */
export function SettleDialog(props: SettleDialogProps) {
  const { campaignId, messageIds, asOf, count, trigger } = props;
  const t = useTranslations("campaigns.report.settle");
  const common = useTranslations("common");
  const text = useErrorText();
  const callText = useCallErrorText();
  const trpc = useTRPC();
  const formId = useId();
  const [isOpen, setOpen] = useState(false);
  // The list goes on being read behind the dialog; what it was opened about does not become more by that.
  const [seenAt, setSeenAt] = useState(asOf);
  const seen = { campaignId, messageIds, asOf: seenAt };
  const unknown = useQuery({
    ...trpc.campaigns.unknown.queryOptions(seen),
    enabled: isOpen && !messageIds,
  });
  const after = useAfterChange(campaignId);
  const form = useForm({
    resolver: zodResolver(Settlement),
    defaultValues: { reason: "" },
  });
  const onServerError = useServerErrors(form);
  const { mutateAsync } = useMutation(trpc.campaigns.settleUnknown.mutationOptions());
  const submit = form.handleSubmit(async (values) => {
    const asked = { ...seen, asOf: unknown.data?.asOf ?? seenAt, ...values };
    try {
      let settled = 0;
      // Very many are settled in several calls.
      for (let isDone = false; !isDone; ) {
        const told = await mutateAsync(asked);
        settled += told.settled;
        isDone = told.settled === 0 || told.remaining === 0;
      }
      toast.success(t("done", { count: settled }));
      setOpen(false);
    } catch (error) {
      onServerError(error);
    }
    await after();
  });

  return (
    <Dialog
      trigger={trigger}
      open={isOpen}
      onOpenChange={(isOpening) => {
        if (isOpening) setSeenAt(asOf);
        setOpen(isOpening);
      }}
      onClosed={() => form.reset()}
      title={messageIds ? t("titleOne") : t("titleMany", { count: unknown.data?.count ?? count })}
      description={t("text")}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isLoading={form.formState.isSubmitting}
            disabled={!messageIds && !unknown.data?.count}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      {unknown.error ? (
        <Banner tone="bad" className="mb-4">
          {callText(unknown.error)}
        </Banner>
      ) : null}
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <Controller
          control={form.control}
          name="as"
          render={({ field, fieldState }) => (
            <RadioGroup
              legend={t("legend")}
              options={[
                { value: "accepted", label: t("arrived"), hint: t("arrivedHint") },
                { value: "failed", label: t("notArrived"), hint: t("notArrivedHint") },
              ]}
              value={field.value}
              onValueChange={field.onChange}
              error={fieldState.error ? text(fieldState.error.message ?? "INPUT_INVALID") : null}
            />
          )}
        />
        <FormField
          control={form.control}
          name="reason"
          label={t("reason")}
          hint={t("reasonHint")}
          render={(field) => <Input {...field} maxLength={500} autoComplete="off" />}
        />
        <FormError form={form} />
      </form>
    </Dialog>
  );
}

/** Settles all letters of a campaign that nobody knows about; nothing when there are none. */
export function SettleAll(props: Pick<SettleDialogProps, "campaignId" | "asOf" | "count">) {
  const t = useTranslations("campaigns.report.settle");
  const { count } = props;
  if (count === 0) return null;
  return <SettleDialog {...props} trigger={<Button size="small">{t("many", { count })}</Button>} />;
}
