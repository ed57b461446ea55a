import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { entitySchema } from "@/server/workspaces/schemas";
import { ReadOnlyNote } from "../_components/read-only-note";
import { previewImprint } from "./_components/actions";
import { EntityForm } from "./_components/entity-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.entity");
  return { title: t("title") };
}

export default async function EntityPage() {
  const [viewer, caller, t] = await Promise.all([
    getViewer(),
    api(),
    getTranslations("settings.entity"),
  ]);
  const { id: _, missing, ...stored } = await orNotFound(caller.workspaces.entity());
  // A legal form of an older list cannot be chosen again; everything else stays as it is.
  const entity = entitySchema.safeParse(stored).data ?? entitySchema.parse({ ...stored, form: "" });
  const canEdit = viewer.permissions.includes("workspace.configure");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {canEdit ? null : <ReadOnlyNote />}
      <EntityForm
        entity={entity}
        missing={missing}
        imprint={await previewImprint(entity)}
        canEdit={canEdit}
      />
    </>
  );
}
