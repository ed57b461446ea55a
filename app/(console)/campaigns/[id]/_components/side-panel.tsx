"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import { Tabs } from "@/app/_ui/tabs";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { Audience } from "./audience";
import type { Campaign } from "./campaign";
import { Preview } from "./preview";
import { TargetChoice } from "./target-choice";

export type PanelTab = "settings" | "preview" | "audience";

interface SidePanelProps {
  campaign: Campaign;
  revision: number;
  mayEdit: boolean;
  /** Of the chosen part; null when nothing can be changed. */
  settings: ReactNode;
  tab: PanelTab;
  onTab: (tab: PanelTab) => void;
}

/** Beside the letter: settings of its parts, how it looks to each person, whom it reaches. */
export function SidePanel({ campaign, revision, mayEdit, settings, tab, onTab }: SidePanelProps) {
  const t = useTranslations("campaigns.editor");
  const { topic } = campaign;
  const tabs = [
    {
      value: "settings" as const,
      label: t("panel.settings"),
      content: (
        // Where "Settings" of a part leads; not a stop of its own.
        <div id="letter-settings" tabIndex={-1} className="outline-none">
          {settings}
        </div>
      ),
    },
    {
      value: "preview" as const,
      label: t("preview.title"),
      content: (
        <Preview
          campaignId={campaign.id}
          variantId={campaign.variantId}
          revision={revision}
          topicId={topic.id}
        />
      ),
    },
    {
      value: "audience" as const,
      label: t("panel.audience"),
      content: (
        <section aria-label={t("audience.title")} className="flex flex-col gap-4">
          <TopicChoice campaign={campaign} isReadOnly={!mayEdit} />
          <TargetChoice campaign={campaign} isReadOnly={!mayEdit} />
          <Audience campaignId={campaign.id} topicId={topic.id} />
        </section>
      ),
    },
  ];
  return (
    <aside
      aria-label={t("panel.label")}
      className="-mx-1 min-w-0 px-1 lg:sticky lg:top-18 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto"
    >
      <Tabs
        label={t("panel.label")}
        tabs={settings === null ? tabs.slice(1) : tabs}
        value={tab}
        onValueChange={onTab}
      />
    </aside>
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
