import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageMissing } from "@/app/_ui/page-missing";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("errors.page");
  return { title: t("notFoundTitle") };
}

/** Within the console's frame, which has the page's landmarks already. */
export default function ConsoleNotFound() {
  return <PageMissing />;
}
