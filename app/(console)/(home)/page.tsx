import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getViewer } from "@/app/_trpc/server";
import { Home } from "../_home/home";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  return { title: t("title") };
}

export default async function HomePage() {
  const [viewer, caller] = await Promise.all([getViewer(), api()]);
  return <Home today={await caller.home.today()} viewer={viewer} />;
}
