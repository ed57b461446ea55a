"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { Audience } from "./audience";
import type { Campaign } from "./campaign";
import { Preview } from "./preview";

interface SidePanelProps {
  campaign: Campaign;
  revision: number;
  mayEdit: boolean;
}

/** What becomes of the letter: whom it reaches, and how it looks to each of them. */
export function SidePanel({ campaign, revision, mayEdit }: SidePanelProps) {
  const t = useTranslations("campaigns.editor");
  return (
    <div className="flex min-w-0 flex-col gap-6 xl:sticky xl:top-4">
      <section aria-label={t("audience.title")} className="flex flex-col gap-4">
        <TopicChoice campaign={campaign} isReadOnly={!mayEdit} />
        <Audience campaignId={campaign.id} topicId={campaign.topic.id} />
      </section>
      <Preview campaignId={campaign.id} revision={revision} topicId={campaign.topic.id} />
    </div>
  );
}

function TopicChoice({ campaign, isReadOnly }: { campaign: Campaign; isReadOnly: boolean }) {
  const t = useTranslations("campaigns.editor.topic");
  const trpc = useTRPC();
  const router = useRouter();
  const errorText = useCallErrorText();
  const choices = useQuery(trpc.campaigns.choices.queryOptions());
  const setTopic = useMutation({
    ...trpc.campaigns.setTopic.mutationOptions(),
    onSuccess: () => router.refresh(),
    onError: (error) => toast.error(errorText(error)),
  });
  const current = {
    value: campaign.topic.id,
    label: <UserText>{campaign.topic.name}</UserText>,
    hint: <UserText>{campaign.brand.name}</UserText>,
  };
  const offered = (choices.data ?? []).map((topic) => ({
    value: topic.id,
    label: <UserText>{topic.name}</UserText>,
    hint: <UserText>{topic.brandName}</UserText>,
  }));
  const isKnown = offered.some((option) => option.value === current.value);
  return (
    <Field
      label={t("label")}
      hint={t.rich("hint", { brand: () => <UserText>{campaign.brand.name}</UserText> })}
    >
      <Select
        options={isKnown ? offered : [current, ...offered]}
        value={setTopic.variables?.topicId ?? campaign.topic.id}
        disabled={isReadOnly || setTopic.isPending}
        onValueChange={(topicId) => {
          if (topicId !== campaign.topic.id) setTopic.mutate({ id: campaign.id, topicId });
        }}
      />
    </Field>
  );
}
