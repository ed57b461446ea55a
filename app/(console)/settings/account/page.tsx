import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, orNotFound } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { PasswordForm } from "./_components/password-form";
import { ProfileForm } from "./_components/profile-form";
import { SessionList } from "./_components/session-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.account");
  return { title: t("title") };
}

export default async function AccountPage() {
  const [caller, t] = await Promise.all([api(), getTranslations("settings.account")]);
  const { email, hasPassword, ...profile } = await orNotFound(caller.account.get());
  const sessions = await orNotFound(caller.account.sessions());
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ProfileForm profile={profile} email={email} />
      <PasswordForm hasPassword={hasPassword} />
      <SessionList sessions={sessions} />
    </>
  );
}
