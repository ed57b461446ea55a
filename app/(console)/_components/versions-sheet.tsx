"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Sheet } from "@/app/_ui/sheet";
import { Skeleton } from "@/app/_ui/skeleton";
import { Badge } from "@/app/_ui/status";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";

interface VersionsSheetProps<Version> {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  /** What was asked for: the versions, newest first. */
  asked: { data: Version[] | undefined; error: unknown; refetch: () => Promise<unknown> };
  /** Said while there is none. */
  empty: ReactNode;
  children: (versions: Version[]) => ReactNode;
  className?: string;
}

/** How something stood before, newest first: the panel, while it loads, and what goes wrong. */
export function VersionsSheet<Version>(props: VersionsSheetProps<Version>) {
  const { asked, empty, children, isOpen, ...sheet } = props;
  const common = useTranslations("common");
  const errorText = useCallErrorText();
  const { data, error } = asked;
  return (
    <Sheet open={isOpen} {...sheet}>
      {error ? (
        <Banner
          tone="bad"
          isLive
          action={
            <Button size="small" onClick={() => void asked.refetch()}>
              {common("retry")}
            </Button>
          }
        >
          {errorText(error)}
        </Banner>
      ) : null}
      {!data && !error ? <VersionsLoading /> : null}
      {data?.length === 0 ? <p className="text-ink-muted">{empty}</p> : null}
      {data && data.length > 0 ? children(data) : null}
    </Sheet>
  );
}

function VersionsLoading() {
  return (
    <div aria-busy className="flex flex-col gap-6">
      {[1, 2, 3].map((row) => (
        <div key={row} className="flex flex-col gap-2">
          <Skeleton className="w-32" />
          <Skeleton className="w-24" />
        </div>
      ))}
    </div>
  );
}

interface VersionMomentProps {
  at: Date;
  byName: string | null;
  /** The newest one: what stands now. */
  isCurrent: boolean;
}

/** When a version was left, and by whom. */
export function VersionMoment({ at, byName, isCurrent }: VersionMomentProps) {
  const t = useTranslations("common.versions");
  return (
    <span className="block">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
        <DateTime at={at} className="tabular" />
        {isCurrent ? <Badge className="bg-surface">{t("current")}</Badge> : null}
      </span>
      {byName ? (
        <span className="block font-normal text-ink-muted text-xs">
          <UserText>{byName}</UserText>
        </span>
      ) : null}
    </span>
  );
}
