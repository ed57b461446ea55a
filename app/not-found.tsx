import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageMissing } from "./_ui/page-missing";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors.page");
  return { title: t("notFoundTitle") };
}

/** Outside the console, where nothing else gives the page its landmark. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-4">
      <PageMissing />
    </main>
  );
}
