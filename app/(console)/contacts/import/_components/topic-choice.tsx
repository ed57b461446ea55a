"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "@/app/_ui/checkbox";
import { UserText } from "@/app/_ui/user-text";
import type { ImportChoices } from "@/server/imports";

interface TopicChoiceProps {
  legend: string;
  hint?: string;
  topics: ImportChoices["topics"];
  /** Ids of everything that is chosen, also of topics that stand elsewhere. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Purposes of one kind that the people of a file agreed to. */
export function TopicChoice({ legend, hint, topics, chosen, onChange }: TopicChoiceProps) {
  const t = useTranslations("imports.consent");
  const hintId = useId();
  if (topics.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby={hint ? hintId : undefined}>
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      {hint ? (
        <p id={hintId} className="mb-1 text-ink-muted text-xs">
          {hint}
        </p>
      ) : null}
      {topics.map((topic) => (
        <Checkbox
          key={topic.id}
          label={t.rich("topicName", {
            topic: () => <UserText>{topic.name}</UserText>,
            brand: () => <UserText>{topic.brandName}</UserText>,
          })}
          checked={chosen.includes(topic.id)}
          onCheckedChange={(isChecked) =>
            onChange(isChecked ? [...chosen, topic.id] : chosen.filter((id) => id !== topic.id))
          }
        />
      ))}
    </fieldset>
  );
}
