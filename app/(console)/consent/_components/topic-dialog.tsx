"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { Textarea } from "@/app/_ui/textarea";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { NewTopic } from "@/server/consent/schemas";

export interface BrandChoice {
  id: string;
  name: string;
}

export interface EditedTopic {
  id: string;
  brandId: string;
  name: string;
  description: string;
  isPublic: boolean;
  channel: string;
}

interface TopicDialogProps {
  /** Null: a new one. */
  topic: EditedTopic | null;
  brands: readonly BrandChoice[];
  brandId: string;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}

/** Makes a topic or changes one; mounted only while it is open. */
export function TopicDialog({ topic, brands, brandId, onClose, onSaved }: TopicDialogProps) {
  const t = useTranslations("consent.topics");
  const common = useTranslations("common");
  const formId = useId();
  const trpc = useTRPC();
  const form = useForm({
    resolver: zodResolver(NewTopic),
    defaultValues: topic ?? { brandId, name: "", description: "", isPublic: true },
  });
  const onError = useServerErrors(form);
  async function finish(sentence: string) {
    await onSaved();
    onClose();
    toast.success(sentence);
  }
  const create = useMutation(
    trpc.consent.createTopic.mutationOptions({ onSuccess: () => finish(t("created")), onError }),
  );
  const update = useMutation(
    trpc.consent.updateTopic.mutationOptions({ onSuccess: () => finish(t("saved")), onError }),
  );
  const submit = form.handleSubmit(({ brandId: chosen, ...values }) =>
    topic
      ? update.mutate({ id: topic.id, ...values })
      : create.mutate({ brandId: chosen, ...values }),
  );
  const isBusy = create.isPending || update.isPending;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={topic ? t("edit") : t("createTitle")}
      description={topic ? undefined : t("createText")}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button type="submit" form={formId} variant="primary" isLoading={isBusy}>
            {topic ? common("save") : common("create")}
          </Button>
        </>
      }
    >
      <Form id={formId} onSubmit={submit}>
        {!topic && brands.length > 1 ? (
          <FormField
            control={form.control}
            name="brandId"
            label={t("brand")}
            render={({ onChange, ref: _, ...field }) => (
              <Select
                {...field}
                onValueChange={onChange}
                options={brands.map((brand) => ({
                  value: brand.id,
                  label: <UserText>{brand.name}</UserText>,
                }))}
              />
            )}
          />
        ) : null}
        <FormField
          control={form.control}
          name="name"
          label={t("name")}
          hint={t("nameHint")}
          render={(field) => <Input {...field} maxLength={80} autoComplete="off" />}
        />
        <FormField
          control={form.control}
          name="description"
          label={t("descriptionField")}
          hint={t("descriptionHint")}
          isOptional
          render={(field) => <Textarea {...field} rows={2} />}
        />
        {/* Whoever is measured can always see and end it: there is nothing to hide or show. */}
        {topic?.channel === "tracking" ? null : (
          <Controller
            control={form.control}
            name="isPublic"
            render={({ field }) => (
              <Checkbox
                label={t("public")}
                hint={t("publicHint")}
                checked={field.value}
                onCheckedChange={field.onChange}
              />
            )}
          />
        )}
        <FormError form={form} />
      </Form>
    </Dialog>
  );
}
