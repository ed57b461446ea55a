import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { LinkButton } from "@/app/_ui/link-button";
import { UserText } from "@/app/_ui/user-text";
import { INVITATION_DAYS } from "@/server/workspaces/schemas";
import { Card } from "../../_components/card";
import { JoinButton, SwitchAccountButton } from "./_components/join-button";
import { NewPersonForm } from "./_components/new-person-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.invitation");
  return { title: t("pageTitle") };
}

/** Opened from a mail. Looking accepts nothing; the buttons do. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [caller, t, roles] = await Promise.all([
    api(),
    getTranslations("auth.invitation"),
    getTranslations("auth.roles"),
  ]);
  const found = await caller.invitations.find({ token });
  if (!found) {
    return (
      <Card title={t("invalidTitle")} text={t("invalidText", { days: INVITATION_DAYS })}>
        <LinkButton href="/">{t("toConsole")}</LinkButton>
      </Card>
    );
  }
  const { workspace, workspaceId, email, role, hasAccount, signedInAs } = found;
  const title = t.rich("title", { workspace: () => <UserText>{workspace}</UserText> });
  const path = `/invitation/${token}`;
  if (signedInAs !== null && signedInAs !== email) {
    const text = t.rich("otherAccount", {
      other: () => <UserText className="font-medium">{signedInAs}</UserText>,
      email: () => <UserText className="font-medium">{email}</UserText>,
    });
    return (
      <Card title={title} text={text}>
        <SwitchAccountButton path={path} />
      </Card>
    );
  }
  const known = roles.has(role as "owner") ? roles(role as "owner") : role;
  const text = t.rich("text", { role: () => <strong className="font-medium">{known}</strong> });
  if (signedInAs !== null) {
    return (
      <Card title={title} text={text}>
        <JoinButton token={token} workspaceId={workspaceId} />
      </Card>
    );
  }
  if (hasAccount) {
    return (
      <Card title={title} text={t("signInFirst")}>
        <LinkButton variant="primary" href={`/sign-in?next=${encodeURIComponent(path)}`}>
          {t("toSignIn")}
        </LinkButton>
      </Card>
    );
  }
  return (
    <Card title={title} text={text}>
      <NewPersonForm token={token} email={email} />
    </Card>
  );
}
