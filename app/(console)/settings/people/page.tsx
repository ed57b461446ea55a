import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer, orNotFound } from "@/app/_trpc/server";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { InvitationTable } from "./_components/invitation-table";
import { InviteButton } from "./_components/invite-button";
import { MemberTable } from "./_components/member-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.people");
  return { title: t("title") };
}

export default async function PeoplePage() {
  const [viewer, caller, t] = await Promise.all([
    getViewer(),
    api(),
    getTranslations("settings.people"),
  ]);
  const members = await orNotFound(caller.members.list());
  const invitations = await orNotFound(caller.members.invitations());
  const acting = {
    userId: viewer.user.id,
    isOwner: viewer.role === "owner",
    canManage: viewer.permissions.includes("members.manage"),
  };
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          acting.canManage ? <InviteButton brands={viewer.brands} isOwner={acting.isOwner} /> : null
        }
      />
      <Section title={t("members")}>
        <MemberTable members={members} brands={viewer.brands} acting={acting} />
      </Section>
      <Section title={t("invitations")}>
        <InvitationTable invitations={invitations} acting={acting} />
      </Section>
    </>
  );
}
