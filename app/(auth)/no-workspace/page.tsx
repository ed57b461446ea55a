import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { api, isMember, orNotFound } from "@/app/_trpc/server";
import { UserText } from "@/app/_ui/user-text";
import { NewWorkspaceForm } from "@/app/(console)/settings/_components/new-workspace-form";
import { Card } from "../_components/card";
import { SignOutLink } from "./_components/sign-out-link";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.noWorkspace");
  return { title: t("title") };
}

/** For somebody who is signed in and belongs nowhere: removed, or not yet invited again. */
export default async function NoWorkspacePage() {
  const caller = await api();
  const profile = await orNotFound(caller.account.get());
  if (await isMember()) redirect("/");
  const t = await getTranslations("auth.noWorkspace");
  return (
    <Card
      title={t("title")}
      text={t.rich("text", {
        email: () => <UserText className="font-medium">{profile.email}</UserText>,
      })}
      footer={<SignOutLink />}
    >
      {(await caller.account.mayCreateWorkspace()) ? (
        <NewWorkspaceForm senderEmail={profile.email} />
      ) : null}
    </Card>
  );
}
