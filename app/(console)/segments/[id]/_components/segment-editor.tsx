"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { History, Redo2, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { readCodedError, useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { RelativeTime } from "@/app/_ui/time";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { BuilderChoices, OpenSegment } from "../../_components/choices";
import { SegmentMenu } from "../../_components/segment-menu";
import { LiveCount } from "./live-count";
import { MomentField } from "./moment-field";
import { PeoplePanel } from "./people-panel";
import { RuleBuilder } from "./rule-builder";
import { useRule } from "./use-rule";
import { useRuleCount } from "./use-rule-count";
import { VersionsSheet } from "./versions-sheet";

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
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const errorText = useCallErrorText();
  const [saved, setSaved] = useState({ rule: segment.rule, revision: segment.revision });
  const [isVersions, setVersions] = useState(false);
  const editing = useRule(segment.rule);
  const counting = useRuleCount(editing.rule);
  const isChanged = JSON.stringify(editing.rule) !== JSON.stringify(saved.rule);
  const { moment } = editing.rule;
  const today = moment.kind === "day" ? moment.day : todayIn(choices.timeZone);

  const save = useMutation({
    ...trpc.segments.save.mutationOptions(),
    onSuccess: async ({ revision }, { rule }) => {
      setSaved({ rule, revision });
      toast.message(t("saved"));
      await queries.invalidateQueries(trpc.segments.versions.queryFilter());
      router.refresh();
    },
  });
  const conflict = save.error ? readCodedError(save.error) : null;
  const isConflict = conflict?.code === "REVISION_CONFLICT";
  const submit = (revision = saved.revision) =>
    save.mutate({ id: segment.id, revision, rule: editing.rule });

  useUnsavedGuard(isChanged);
  useUndoKeys(editing.undo, editing.redo);

  const canSave = mayWrite && isChanged && counting.problems.length === 0;
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t("title"), href: "/segments" }]}
        title={<UserText>{segment.name}</UserText>}
        meta={
          <span className="text-ink-muted text-xs">
            {segment.isArchived ? (
              t("archivedMark")
            ) : isChanged ? (
              t("unsaved")
            ) : (
              <>
                {t("lastSaved")} <RelativeTime at={segment.updatedAt} />
              </>
            )}
          </span>
        }
        actions={
          <>
            {mayWrite ? (
              <>
                <IconButton
                  icon={Undo2}
                  label={t("undo")}
                  disabled={!editing.undo}
                  onClick={() => editing.undo?.()}
                />
                <IconButton
                  icon={Redo2}
                  label={t("redo")}
                  disabled={!editing.redo}
                  onClick={() => editing.redo?.()}
                />
              </>
            ) : null}
            <IconButton
              icon={History}
              label={t("versions.open")}
              onClick={() => setVersions(true)}
            />
            {mayWrite || segment.isArchived ? (
              <SegmentMenu segment={segment} size="medium" />
            ) : null}
            {mayWrite ? (
              <Button
                variant="primary"
                disabled={!canSave}
                isLoading={save.isPending}
                onClick={() => submit()}
              >
                {t("save")}
              </Button>
            ) : null}
          </>
        }
      />
      {isConflict ? (
        <Banner
          tone="warn"
          isLive
          className="mb-4"
          title={t.rich("conflict.title", {
            name: () => <UserText>{String(conflict.params.by ?? "")}</UserText>,
          })}
          action={
            <>
              <Button size="small" onClick={() => submit(Number(conflict.params.revision))}>
                {t("conflict.keep")}
              </Button>
              <Button
                size="small"
                onClick={async () => {
                  const theirs = await queries.fetchQuery(
                    trpc.segments.get.queryOptions({ id: segment.id }, { staleTime: 0 }),
                  );
                  editing.reset(theirs.rule);
                  setSaved({ rule: theirs.rule, revision: theirs.revision });
                  save.reset();
                  router.refresh();
                }}
              >
                {t("conflict.show")}
              </Button>
            </>
          }
        >
          {t("conflict.text")}
        </Banner>
      ) : save.error ? (
        <Banner tone="bad" isLive className="mb-4" title={t("saveFailed")}>
          {errorText(save.error)}
        </Banner>
      ) : null}
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
          {counting.isEmpty ? (
            <p className="text-ink-muted">{t("nobodyYet")}</p>
          ) : counting.people === null ? (
            <p className="text-ink-muted">{t("whoFaulty")}</p>
          ) : (
            <PeoplePanel
              key={JSON.stringify(counting.rested)}
              rule={counting.rested}
              people={counting.people}
            />
          )}
        </Section>
      </div>
      <VersionsSheet
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

/** Asks before a change is lost with the page. */
function useUnsavedGuard(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged]);
}

/** Ctrl/⌘ Z and Y, outside of text fields: these have their own. */
function useUndoKeys(undo: (() => void) | null, redo: (() => void) | null): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const isText =
        event.target instanceof Element && event.target.closest("input, textarea, [role=dialog]");
      if (isText || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      const isRedo = key === "y" || (key === "z" && event.shiftKey);
      if (!isRedo && key !== "z") return;
      event.preventDefault();
      (isRedo ? redo : undo)?.();
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [undo, redo]);
}
