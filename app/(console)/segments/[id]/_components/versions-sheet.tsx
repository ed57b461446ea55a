"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Sheet } from "@/app/_ui/sheet";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { nodesOf, type SegmentRule } from "@/server/segments/schemas";
import type { BuilderChoices } from "../../_components/choices";
import { useRuleText } from "../../_components/rule-text";

interface VersionsSheetProps {
  segmentId: string;
  choices: BuilderChoices;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Left out for who may not change the segment. */
  onRestore?: (rule: SegmentRule) => void;
}

/** How the rule stood after each save, in words; any of them can be taken up again. */
export function VersionsSheet(props: VersionsSheetProps) {
  const { segmentId, choices, isOpen, onOpenChange, onRestore } = props;
  const t = useTranslations("segments.versions");
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const ruleText = useRuleText(choices);
  const versions = useQuery(
    trpc.segments.versions.queryOptions({ id: segmentId }, { enabled: isOpen }),
  );
  return (
    <Sheet open={isOpen} onOpenChange={onOpenChange} title={t("title")} description={t("text")}>
      {versions.error ? <p role="alert">{errorText(versions.error)}</p> : null}
      <ol className="flex flex-col gap-5">
        {versions.data?.map((version, index) => (
          <li key={version.revision} className="border-b pb-5 last:border-0">
            <div className="flex items-start justify-between gap-3">
              <p className="font-medium">
                <DateTime at={version.savedAt} />
                {version.savedByName ? (
                  <span className="block font-normal text-ink-muted text-xs">
                    <UserText>{version.savedByName}</UserText>
                  </span>
                ) : null}
              </p>
              {index > 0 && onRestore ? (
                <Button size="small" onClick={() => onRestore(version.rule)}>
                  {t("restore")}
                </Button>
              ) : null}
            </div>
            <p className="mt-2 text-ink-muted">
              {nodesOf(version.rule.root).length > 1 ? ruleText(version.rule) : t("empty")}
            </p>
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
