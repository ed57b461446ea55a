import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "./_ui/link-button";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors.page");
  return { title: t("notFoundTitle") };
}

export default async function NotFound() {
  const t = await getTranslations("errors.page");
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-3 px-4">
      <p translate="no" className="font-mono text-ink-muted">
        404
      </p>
      <h1 className="font-semibold text-xl">{t("notFoundTitle")}</h1>
      <p className="text-ink-muted">{t("notFoundText")}</p>
      <LinkButton href="/" variant="primary" className="mt-2">
        {t("home")}
      </LinkButton>
    </main>
  );
}
