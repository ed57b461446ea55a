import type { ReactNode } from "react";
import { getViewer } from "@/app/_trpc/server";
import { SettingsNavigation } from "./_components/settings-navigation";

/** The settings with their own navigation; parts somebody may not see are not offered. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { permissions } = await getViewer();
  return (
    <div className="gap-10 lg:grid lg:grid-cols-[11rem_minmax(0,1fr)]">
      <SettingsNavigation permissions={permissions} />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
