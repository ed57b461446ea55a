"use client";

import { ChevronsUpDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import type { Viewer } from "@/app/_trpc/server";
import { Initials } from "@/app/_ui/initials";
import { Menu, MenuChoice, MenuSeparator } from "@/app/_ui/menu";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { switchBrand, switchWorkspace } from "./actions";

/** Where one is: workspace and brand, and the way to another. */
export function PlaceSwitch({ viewer }: { viewer: Viewer }) {
  const t = useTranslations("nav");
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const { workspace, workspaces, brand, brands } = viewer;
  const brandName = brand?.name ?? t("noBrand");

  function change(work: () => Promise<void>) {
    startTransition(async () => {
      try {
        await work();
        router.refresh();
      } catch (error) {
        // A redirect after switching is thrown too; only a digest of Next's own tells it apart.
        if (isRedirect(error)) throw error;
        toast.error(t("switchFailed"));
      }
    });
  }

  return (
    <Menu
      align="start"
      className="w-60"
      trigger={
        <button
          type="button"
          aria-busy={isPending || undefined}
          className="flex w-full min-w-0 items-center gap-2.5 rounded-md p-1.5 text-left hover:bg-hover data-popup-open:bg-hover"
        >
          <Initials name={brandName} colour={brand?.colour} shape="square" />
          <span className="min-w-0 flex-1">
            <span className="sr-only">{t("switchPlace")}: </span>
            <UserText className="block truncate font-semibold leading-4">{brandName}</UserText>
            <UserText className="block truncate text-ink-muted text-xs">
              {workspace?.name ?? ""}
            </UserText>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
        </button>
      }
    >
      {brands.length > 0 ? (
        <MenuChoice
          label={t("brand")}
          value={brand?.id ?? ""}
          onValueChange={(id) => change(() => switchBrand(id))}
          options={brands.map((each) => ({
            value: each.id,
            label: <UserText>{each.name}</UserText>,
            icon: <Initials name={each.name} colour={each.colour} shape="square" size="small" />,
          }))}
        />
      ) : null}
      {brands.length > 0 ? <MenuSeparator /> : null}
      <MenuChoice
        label={t("workspace")}
        value={workspace?.id ?? ""}
        onValueChange={(id) => change(() => switchWorkspace(id))}
        options={workspaces.map((each) => ({
          value: each.id,
          label: <UserText>{each.name}</UserText>,
        }))}
      />
    </Menu>
  );
}

function isRedirect(error: unknown): boolean {
  return (
    error instanceof Error && "digest" in error && String(error.digest).startsWith("NEXT_REDIRECT")
  );
}
