"use client";

import { useMutation } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_ui/menu";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import { ChangeMemberDialog } from "./change-member-dialog";
import type { Acting, Brand, Member } from "./types";

interface MemberMenuProps {
  member: Member;
  brands: readonly Brand[];
  acting: Acting;
}

/** What can be done with one member. An admin can do nothing with an owner. */
export function MemberMenu({ member, brands, acting }: MemberMenuProps) {
  const t = useTranslations("settings.people");
  const text = useCallErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const [open, setOpen] = useState<"change" | "remove" | null>(null);
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: () => {
        toast.success(t("removed"));
        router.refresh();
      },
      onError: (error) => toast.error(text(error)),
    }),
  );
  if (member.role === "owner" && !acting.isOwner) return null;
  const name = () => <UserText>{member.name}</UserText>;
  return (
    <div className="flex justify-end">
      <Menu
        trigger={
          <IconButton
            icon={Ellipsis}
            label={t("actions", { name: member.name })}
            size="small"
            variant="ghost"
          />
        }
      >
        <MenuItem onSelect={() => setOpen("change")}>{t("change")}</MenuItem>
        <MenuSeparator />
        <MenuItem isDangerous onSelect={() => setOpen("remove")}>
          {t("remove")}
        </MenuItem>
      </Menu>
      <ChangeMemberDialog
        member={member}
        brands={brands}
        isOwner={acting.isOwner}
        open={open === "change"}
        onOpenChange={(isOpen) => setOpen(isOpen ? "change" : null)}
      />
      <AlertDialog
        open={open === "remove"}
        onOpenChange={(isOpen) => setOpen(isOpen ? "remove" : null)}
        title={t.rich("removeTitle", { name })}
        description={t("removeText")}
        confirmLabel={t("remove")}
        isDangerous
        onConfirm={() => remove.mutateAsync({ userId: member.userId })}
      />
    </div>
  );
}
