"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Section } from "@/app/_ui/section";
import { toast } from "@/app/_ui/toast";
import { useUndoKeys } from "@/app/_ui/undo-keys";
import type { BuilderChoices, OpenSegment } from "../../_components/choices";
import { LiveCount } from "./live-count";
import { MomentField } from "./moment-field";
import { PeoplePanel } from "./people-panel";
import { RuleBuilder } from "./rule-builder";
import { RuleVersions } from "./rule-versions";
import { SaveBanner } from "./save-banner";
import { SegmentHeader } from "./segment-header";
import { useRule } from "./use-rule";
import { type RuleCounting, useRuleCount } from "./use-rule-count";
import { useSegmentSave } from "./use-segment-save";

interface SegmentEditorProps {
  segment: OpenSegment;
  choices: BuilderChoices;
  mayWrite: boolean;
}

/** Today's day where the workspace is. */
function todayIn(timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date());
}

/** One segment: its rule, how many it means now, and who they are. */
export function SegmentEditor({ segment, choices, mayWrite }: SegmentEditorProps) {
  const t = useTranslations("segments");
  const [isVersions, setVersions] = useState(false);
  const editing = useRule(segment.rule);
  const counting = useRuleCount(editing.rule);
  const saving = useSegmentSave(segment, editing);
  const { moment } = editing.rule;
  const today = moment.kind === "day" ? moment.day : todayIn(choices.timeZone);

  useUnsavedGuard(saving.isChanged);
  useUndoKeys(editing.undo, editing.redo);

  return (
    <>
      <SegmentHeader
        segment={segment}
        editing={editing}
        saving={saving}
        mayWrite={mayWrite}
        isFaulty={counting.isFaulty}
        onVersions={() => setVersions(true)}
      />
      <SaveBanner saving={saving} />
      <div className="flex flex-col gap-8">
        <fieldset disabled={!mayWrite} className="min-w-0">
          <legend className="sr-only">{t("rule")}</legend>
          <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <LiveCount counting={counting} />
            <MomentField
              value={moment}
              today={today}
              onValueChange={(next) => editing.set({ ...editing.rule, moment: next }, "moment")}
            />
          </div>
          <RuleBuilder
            editing={editing}
            choices={choices}
            problems={counting.problems}
            counts={counting.counts}
            today={today}
          />
        </fieldset>
        <Section title={t("who")}>
          <People counting={counting} />
        </Section>
      </div>
      <RuleVersions
        segmentId={segment.id}
        choices={choices}
        isOpen={isVersions}
        onOpenChange={setVersions}
        onRestore={
          mayWrite
            ? (rule) => {
                editing.set(rule, "restore");
                setVersions(false);
                toast.message(t("versions.restored"));
              }
            : undefined
        }
      />
    </>
  );
}

function People({ counting }: { counting: RuleCounting }) {
  const t = useTranslations("segments");
  const { isEmpty, people, isFaulty, rested } = counting;
  if (isEmpty) return <p className="text-ink-muted">{t("nobodyYet")}</p>;
  if (isFaulty) return <p className="text-ink-muted">{t("whoFaulty")}</p>;
  if (people === null) return null;
  return <PeoplePanel key={JSON.stringify(rested)} rule={rested} people={people} />;
}

/** Asks before a change is lost with the page. */
function useUnsavedGuard(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged]);
}
