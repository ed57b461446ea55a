"use client";

import { History, Redo2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { IconButton } from "@/app/_ui/icon-button";
import { PageHeader } from "@/app/_ui/page-header";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { OpenSegment } from "../../_components/choices";
import { SegmentMenu } from "../../_components/segment-menu";
import type { RuleEditing } from "./use-rule";
import type { SegmentSaving } from "./use-segment-save";

interface SegmentHeaderProps {
  segment: OpenSegment;
  editing: RuleEditing;
  saving: SegmentSaving;
  mayWrite: boolean;
  isFaulty: boolean;
  onVersions: () => void;
}

/** Name, state and actions of a segment. */
export function SegmentHeader(props: SegmentHeaderProps) {
  const { segment, editing, saving, mayWrite, isFaulty, onVersions } = props;
  const t = useTranslations("segments");
  return (
    <PageHeader
      breadcrumb={[{ label: t("title"), href: "/segments" }]}
      title={<UserText>{segment.name}</UserText>}
      meta={<State segment={segment} isChanged={saving.isChanged} />}
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
          <IconButton icon={History} label={t("versions.open")} onClick={onVersions} />
          {mayWrite || segment.isArchived ? <SegmentMenu segment={segment} size="medium" /> : null}
          {mayWrite ? (
            <Button
              variant="primary"
              disabled={!saving.isChanged || isFaulty}
              isLoading={saving.isSaving}
              onClick={saving.save}
            >
              {t("save")}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

function State({ segment, isChanged }: { segment: OpenSegment; isChanged: boolean }) {
  const t = useTranslations("segments");
  return (
    <span className="text-ink-muted text-xs">
      {segment.isArchived ? t("archivedMark") : null}
      {!segment.isArchived && isChanged ? t("unsaved") : null}
      {segment.isArchived || isChanged ? null : (
        <>
          {t("lastSaved")} <RelativeTime at={segment.updatedAt} />
        </>
      )}
    </span>
  );
}
