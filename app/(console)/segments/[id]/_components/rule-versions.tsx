"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { nodesOf, type SegmentRule } from "@/server/segments/schemas";
import { VersionMoment, VersionsSheet } from "../../../_components/versions-sheet";
import type { BuilderChoices } from "../../_components/choices";
import { useRuleText } from "../../_components/rule-text";

interface RuleVersionsProps {
  segmentId: string;
  choices: BuilderChoices;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Left out for who may not change the segment. */
  onRestore?: (rule: SegmentRule) => void;
}

/** How the rule stood after each save, in words; any of them can be taken up again. */
export function RuleVersions(props: RuleVersionsProps) {
  const { segmentId, choices, isOpen, onOpenChange, onRestore } = props;
  const t = useTranslations("segments.versions");
  const trpc = useTRPC();
  const ruleText = useRuleText(choices);
  const versions = useQuery(
    trpc.segments.versions.queryOptions({ id: segmentId }, { enabled: isOpen }),
  );
  return (
    <VersionsSheet
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("text")}
      asked={versions}
      empty={t("empty")}
    >
      {(found) => (
        <ol className="flex flex-col gap-5">
          {found.map((version, index) => (
            <li key={version.revision} className="border-b pb-5 last:border-0">
              <div className="flex items-start justify-between gap-3">
                <VersionMoment
                  at={version.savedAt}
                  byName={version.savedByName}
                  isCurrent={index === 0}
                />
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
      )}
    </VersionsSheet>
  );
}
