"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { CreateKeyForm } from "./create-key-form";
import { MadeKey } from "./made-key";
import type { Shop } from "./types";

interface CreateKeyDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  returnTo: RefObject<HTMLElement | null>;
  shop: Shop;
}

/** Asks what the key is for, then shows it, this once. */
export function CreateKeyDialog({ shop, isOpen, ...dialog }: CreateKeyDialogProps) {
  const t = useTranslations("settings.apiKeys");
  const [key, setKey] = useState<string | null>(null);
  if (key === null) {
    return (
      <Dialog {...dialog} open={isOpen} title={t("createTitle")} description={t("createText")}>
        <CreateKeyForm onMade={setKey} />
      </Dialog>
    );
  }
  return (
    <Dialog
      {...dialog}
      open={isOpen}
      onClosed={() => setKey(null)}
      isHeld
      title={t("madeTitle")}
      footer={<DialogClose render={<Button variant="primary">{t("done")}</Button>} />}
    >
      <MadeKey apiKey={key} shop={shop} />
    </Dialog>
  );
}
