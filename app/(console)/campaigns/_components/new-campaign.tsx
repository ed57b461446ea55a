"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { LinkButton } from "@/app/_ui/link-button";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import { NewCampaign as NewCampaignSchema } from "@/server/campaigns/schemas";

export interface TopicOption {
  id: string;
  name: string;
  brandId: string;
  brandName: string;
}

interface NewCampaignProps {
  topics: readonly TopicOption[];
  /** The brand that is chosen in the frame: its topic is offered first. */
  brandId: string | null;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Asks what the letter is called and what it is about; the topic decides who may get it. */
export function NewCampaign({ topics, brandId, isOpen, onOpenChange }: NewCampaignProps) {
  const t = useTranslations("campaigns.new");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const formId = useId();
  const first = topics.find((topic) => topic.brandId === brandId) ?? topics[0];
  const form = useForm({
    resolver: zodResolver(NewCampaignSchema),
    defaultValues: { name: "", topicId: first?.id ?? "" },
  });
  const onServerError = useServerErrors(form);
  const create = useMutation({
    ...trpc.campaigns.create.mutationOptions(),
    onSuccess: (made) => router.push(`/campaigns/${made.id}`),
    onError: onServerError,
  });
  const options = topics.map((topic) => ({
    value: topic.id,
    label: <UserText>{topic.name}</UserText>,
    hint: <UserText>{topic.brandName}</UserText>,
  }));

  return (
    <Dialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title={t("title")}
      footer={
        topics.length === 0 ? (
          <LinkButton href="/consent" variant="primary">
            {t("toConsent")}
          </LinkButton>
        ) : (
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
        )
      }
    >
      {topics.length === 0 ? (
        <Banner tone="info" title={t("noTopicTitle")}>
          {t("noTopicText")}
        </Banner>
      ) : (
        <form
          id={formId}
          noValidate
          className="flex flex-col gap-4"
          onSubmit={form.handleSubmit((values) => create.mutate(values))}
        >
          <FormField
            control={form.control}
            name="name"
            label={t("name")}
            hint={t("nameHint")}
            render={(field) => <Input {...field} autoComplete="off" translate="no" />}
          />
          <FormField
            control={form.control}
            name="topicId"
            label={t("topic")}
            hint={t("topicHint")}
            render={({ onChange, ref: _, ...field }) => (
              <Select options={options} {...field} onValueChange={onChange} />
            )}
          />
          <FormError form={form} />
        </form>
      )}
    </Dialog>
  );
}
