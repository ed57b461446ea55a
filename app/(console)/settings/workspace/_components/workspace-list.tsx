"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import type { Viewer } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Section } from "@/app/_ui/section";
import { Status } from "@/app/_ui/status";
import { UserText } from "@/app/_ui/user-text";
import { switchWorkspace } from "@/app/(console)/_components/actions";
import { NewWorkspaceForm } from "../../_components/new-workspace-form";

interface WorkspaceListProps {
  workspaces: Viewer["workspaces"];
  currentId: string | null;
  senderEmail: string;
  mayCreate: boolean;
}

/** The person's workspaces, and the way to a further one. */
export function WorkspaceList({
  workspaces,
  currentId,
  senderEmail,
  mayCreate,
}: WorkspaceListProps) {
  const t = useTranslations("settings.workspace");
  const [isSwitching, startSwitching] = useTransition();
  return (
    <Section
      className="max-w-2xl"
      title={t("othersTitle")}
      description={t("othersText")}
      actions={
        mayCreate ? (
          <Dialog
            title={t("newTitle")}
            description={t("newText")}
            trigger={
              <Button>
                <Plus aria-hidden />
                {t("newTitle")}
              </Button>
            }
          >
            <NewWorkspaceForm senderEmail={senderEmail} />
          </Dialog>
        ) : null
      }
    >
      <ul className="divide-y border-y">
        {workspaces.map((workspace) => (
          <li
            key={workspace.id}
            className="flex min-h-10 items-center justify-between gap-4 py-1.5"
          >
            <UserText className="min-w-0 truncate">{workspace.name}</UserText>
            {workspace.id === currentId ? (
              <Status tone="live">{t("current")}</Status>
            ) : (
              <Button
                size="small"
                disabled={isSwitching}
                onClick={() => startSwitching(() => switchWorkspace(workspace.id))}
              >
                {t("open")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
