"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { SegmentName } from "@/server/segments/schemas";
import { ruleOfTemplate, TEMPLATES } from "./templates";

const NewSegmentForm = z.object({ name: SegmentName, template: z.enum(TEMPLATES) });

interface NewSegmentProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Asks for a name and for a question to begin with; both can be changed. */
export function NewSegmentDialog({ isOpen, onOpenChange }: NewSegmentProps) {
  const t = useTranslations("segments.new");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const formId = useId();
  const form = useForm({
    resolver: zodResolver(NewSegmentForm),
    defaultValues: { name: "", template: "empty" as const },
  });
  const onServerError = useServerErrors(form);
  const create = useMutation({
    ...trpc.segments.create.mutationOptions(),
    onSuccess: (made) => router.push(`/segments/${made.id}`),
    onError: onServerError,
  });
  return (
    <Dialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title={t("title")}
      footer={
        <>
          <DialogClose render={<Button>{common("cancel")}</Button>} />
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isLoading={create.isPending || create.isSuccess}
          >
            {common("create")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit(({ name, template }) =>
          create.mutate({ name, rule: ruleOfTemplate(template) }),
        )}
      >
        <FormField
          control={form.control}
          name="name"
          label={common("name")}
          hint={t("nameHint")}
          render={(field) => <Input {...field} autoComplete="off" translate="no" />}
        />
        <FormField
          control={form.control}
          name="template"
          label={t("template")}
          render={({ onChange, ref: _, ...field }) => (
            <Select
              {...field}
              onValueChange={onChange}
              options={TEMPLATES.map((template) => ({
                value: template,
                label: t(`templates.${template}`),
                hint: t(`templateHints.${template}`),
              }))}
            />
          )}
        />
        <FormError form={form} />
      </form>
    </Dialog>
  );
}
