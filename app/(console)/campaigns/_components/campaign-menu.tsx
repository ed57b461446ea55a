"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Copy, Ellipsis, Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { NameDialog } from "@/app/_ui/name-dialog";
import { toast } from "@/app/_ui/toast";
import { CampaignName, type CampaignState, RUNNING_STATES } from "@/server/campaigns/schemas";

interface CampaignMenuProps {
  campaign: { id: string; name: string; state: CampaignState; isArchived: boolean };
}

/** What can be done to a campaign besides writing and sending it. */
export function CampaignMenu({ campaign }: CampaignMenuProps) {
  const t = useTranslations("campaigns.menu");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const errorText = useCallErrorText();
  const [asked, setAsked] = useState<"rename" | "duplicate" | null>(null);
  const { id, name, isArchived } = campaign;
  const isRunning = (RUNNING_STATES as readonly string[]).includes(campaign.state);

  async function refresh() {
    await queries.invalidateQueries(trpc.campaigns.list.queryFilter());
    router.refresh();
  }

  const options = { onError: (error: unknown) => void toast.error(errorText(error)) };
  const rename = useMutation({ ...trpc.campaigns.rename.mutationOptions(), onSuccess: refresh });
  const duplicate = useMutation({
    ...trpc.campaigns.duplicate.mutationOptions(),
    onSuccess: (made) => router.push(`/campaigns/${made.id}`),
  });
  const restore = useMutation({
    ...trpc.campaigns.restore.mutationOptions(),
    ...options,
    onSuccess: refresh,
  });
  const archive = useMutation({
    ...trpc.campaigns.archive.mutationOptions(),
    ...options,
    onSuccess: async () => {
      toast.message(t("archived"), {
        action: { label: t("undo"), onSelect: () => restore.mutate({ id }) },
      });
      await refresh();
    },
  });

  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} label={t("more")} size="small" />}>
        <MenuItem icon={Pencil} onSelect={() => setAsked("rename")}>
          {t("rename")}
        </MenuItem>
        <MenuItem icon={Copy} onSelect={() => setAsked("duplicate")}>
          {t("duplicate")}
        </MenuItem>
        {isArchived ? (
          <MenuItem icon={ArchiveRestore} onSelect={() => restore.mutate({ id })}>
            {t("restore")}
          </MenuItem>
        ) : (
          <MenuItem icon={Archive} disabled={isRunning} onSelect={() => archive.mutate({ id })}>
            {t("archive")}
          </MenuItem>
        )}
      </Menu>
      <NameDialog
        key={asked ?? "closed"}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t(asked === "duplicate" ? "duplicate" : "rename")}
        initial={asked === "duplicate" ? t("copyName", { name }) : name}
        schema={CampaignName}
        onName={async (next) => {
          await (asked === "duplicate" ? duplicate : rename).mutateAsync({ id, name: next });
        }}
      />
    </>
  );
}
