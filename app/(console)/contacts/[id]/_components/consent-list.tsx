"use client";

import { useTranslations } from "next-intl";
import { Status, type Tone } from "@/app/_ui/status";
import { TextLink } from "@/app/_ui/text-link";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { PersonTopic } from "@/server/profiles";

const TONES: Record<string, Tone> = { granted: "ok", withdrawn: "bad", expired: "warn" };

/** What a person allowed, topic by topic, and whether a message would go out now. */
export function ConsentList({ topics }: { topics: readonly PersonTopic[] }) {
  const t = useTranslations("contacts.consent");
  return (
    <div className="flex flex-col gap-2">
      {topics.some((topic) => topic.channel === "email") ? null : (
        <p className="text-ink-muted">
          {t.rich("noTopics", { link: (text) => <TextLink href="/consent">{text}</TextLink> })}
        </p>
      )}
      {topics.length > 0 ? <TopicItems topics={topics} /> : null}
    </div>
  );
}

function TopicItems({ topics }: { topics: readonly PersonTopic[] }) {
  const t = useTranslations("contacts.consent");
  return (
    <ul className="divide-y divide-line rounded-md border bg-surface">
      {topics.map((topic) => (
        <li key={topic.topicId} className="flex flex-col gap-1 px-3 py-2.5">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0">
              <UserText className="font-medium">{topic.topicName}</UserText>{" "}
              <UserText className="text-ink-muted">{topic.brandName}</UserText>
            </span>
            <Status tone={TONES[topic.state ?? ""] ?? "neutral"}>
              {t(`state.${stateKey(topic.state)}`)}
            </Status>
          </div>
          {topic.since ? (
            <p className="text-ink-muted text-xs">
              {topic.basis && topic.basis !== "none" && t.has(`basis.${topic.basis}`)
                ? t.rich("basisSince", {
                    basis: t(`basis.${topic.basis}`),
                    date: () => <DateTime at={topic.since ?? ""} withTime={false} />,
                  })
                : t.rich("since", {
                    date: () => <DateTime at={topic.since ?? ""} withTime={false} />,
                  })}
            </p>
          ) : null}
          {topic.refusal && topic.refusal !== "no_consent" ? (
            <p className="text-warn-ink text-xs">
              {topic.refusal === "paused" && topic.pausedUntil
                ? t.rich("pausedUntil", {
                    date: () => <DateTime at={topic.pausedUntil ?? ""} withTime={false} />,
                  })
                : t(`refusal.${topic.refusal}`)}
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function stateKey(state: string | null) {
  if (state === "granted" || state === "withdrawn" || state === "expired") return state;
  return "none";
}
