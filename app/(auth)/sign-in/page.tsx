import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { api, isMember } from "@/app/_trpc/server";
import { Banner } from "@/app/_ui/banner";
import { TextLink } from "@/app/_ui/text-link";
import { Card } from "../_components/card";
import { safePath } from "../_components/safe-path";
import { ProviderButton } from "./_components/provider-button";
import { SignInForm } from "./_components/sign-in-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The banner for what an address parameter tells, if it is one of ours. */
function noticeOf(error: unknown, done: unknown) {
  if (error === "OIDC_UNKNOWN") return { tone: "bad", key: "unknownPerson" } as const;
  if (typeof error === "string") return { tone: "bad", key: "providerFailed" } as const;
  if (done === "reset") return { tone: "ok", key: "resetDone" } as const;
  return null;
}

export default async function SignInPage({ searchParams }: Props) {
  const [caller, query, t] = [
    await api(),
    await searchParams,
    await getTranslations("auth.signIn"),
  ];
  if ((await caller.setup.state()).isNeeded) redirect("/setup");
  const next = safePath(query.next);
  const notice = noticeOf(query.error, query.done);
  // Somebody without a workspace stays: the console would send them on, and they may be another.
  if (!notice && (await isMember())) redirect(next);
  const { oidc } = await caller.auth.methods();
  return (
    <Card title={t("title")} footer={<TextLink href="/sign-in/mail/reset">{t("forgot")}</TextLink>}>
      <div className="flex flex-col gap-4">
        {notice ? (
          <Banner tone={notice.tone} isLive>
            {t(notice.key)}
          </Banner>
        ) : null}
        <SignInForm next={next} />
        <div className="flex items-center gap-3 text-ink-muted text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          {t("or")}
        </div>
        <ProviderButton name={oidc} next={next} />
      </div>
    </Card>
  );
}
