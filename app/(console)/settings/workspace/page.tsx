import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { OpenDemo } from "../../_demo/open-demo";
import { ReadOnlyNote } from "../_components/read-only-note";
import { WorkspaceForm } from "./_components/workspace-form";
import { WorkspaceList } from "./_components/workspace-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.workspace");
  return { title: t("title") };
}

export default async function WorkspacePage() {
  const [viewer, caller, t] = await Promise.all([
    getViewer(),
    api(),
    getTranslations("settings.workspace"),
  ]);
  const { id: _, ...workspace } = await orNotFound(caller.workspaces.get());
  const mayCreate = await caller.account.mayCreateWorkspace();
  const canEdit = viewer.permissions.includes("workspace.configure");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {canEdit ? null : <ReadOnlyNote />}
      <WorkspaceForm workspace={workspace} canEdit={canEdit} />
      <WorkspaceList
        workspaces={viewer.workspaces}
        currentId={viewer.workspace?.id ?? null}
        senderEmail={viewer.user.email}
        mayCreate={mayCreate}
      />
      {mayCreate && !viewer.workspace?.isDemo ? (
        <div className="max-w-2xl">
          <OpenDemo />
        </div>
      ) : null}
    </>
  );
}
