import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { ApiProvider } from "@/app/_trpc/client";
import { api, getViewer } from "@/app/_trpc/server";
import { Frame } from "./_components/frame";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await getViewer();
  const isTold = viewer.permissions.includes("workspace.configure");
  const haltedSince = isTold ? await (await api()).home.haltedSince() : null;
  return (
    // Dates of a workspace are told in the workspace's own time zone.
    <NextIntlClientProvider timeZone={viewer.workspace?.timeZone}>
      <ApiProvider key={viewer.workspace?.id} workspaceId={viewer.workspace?.id}>
        <Frame viewer={viewer} halt={isTold ? { since: haltedSince } : null}>
          {children}
        </Frame>
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
