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
import { SegmentName } from "@/server/segments/schemas";

interface SegmentMenuProps {
  segment: { id: string; name: string; isArchived: boolean };
  size?: "small" | "medium";
}

/** What can be done to a segment besides changing its rule. */
export function SegmentMenu({ segment, size = "small" }: SegmentMenuProps) {
  const t = useTranslations("segments.menu");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const errorText = useCallErrorText();
  const [asked, setAsked] = useState<"rename" | "duplicate" | null>(null);
  const { id, name, isArchived } = segment;

  async function refresh() {
    await queries.invalidateQueries(trpc.segments.list.queryFilter());
    router.refresh();
  }

  const options = { onError: (error: unknown) => void toast.error(errorText(error)) };
  const rename = useMutation({ ...trpc.segments.rename.mutationOptions(), onSuccess: refresh });
  const duplicate = useMutation({
    ...trpc.segments.duplicate.mutationOptions(),
    onSuccess: (made) => router.push(`/segments/${made.id}`),
  });
  const restore = useMutation({
    ...trpc.segments.restore.mutationOptions(),
    ...options,
    onSuccess: refresh,
  });
  const archive = useMutation({
    ...trpc.segments.archive.mutationOptions(),
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
      <Menu trigger={<IconButton icon={Ellipsis} label={t("more")} size={size} />}>
        {isArchived ? null : (
          <MenuItem icon={Pencil} onSelect={() => setAsked("rename")}>
            {t("rename")}
          </MenuItem>
        )}
        <MenuItem icon={Copy} onSelect={() => setAsked("duplicate")}>
          {t("duplicate")}
        </MenuItem>
        {isArchived ? (
          <MenuItem icon={ArchiveRestore} onSelect={() => restore.mutate({ id })}>
            {t("restore")}
          </MenuItem>
        ) : (
          <MenuItem icon={Archive} onSelect={() => archive.mutate({ id })}>
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
        schema={SegmentName}
        onName={async (next) => {
          await (asked === "duplicate" ? duplicate : rename).mutateAsync({ id, name: next });
        }}
      />
    </>
  );
}
