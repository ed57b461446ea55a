"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { useErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { Popover } from "@/app/_ui/popover";

/** What may stand in a letter; the server asks again, with its own parser. */
export function isLinkAllowed(href: string): boolean {
  return /^(https?:\/\/[^\s/]|mailto:\S+@)/i.test(href.trim()) && !/[\s{}<>"]/.test(href.trim());
}

/** Asks for an address and makes a link of what is selected in the text. */
export function LinkPopover({ onLink }: { onLink: (href: string) => void }) {
  const t = useTranslations("campaigns.editor.link");
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const [href, setHref] = useState("https://");
  const [isTried, setTried] = useState(false);
  const isBad = isTried && !isLinkAllowed(href);

  return (
    <Popover
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setTried(false);
      }}
      align="end"
      title={t("title")}
      trigger={<IconButton icon={Link2} label={t("title")} size="small" />}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          setTried(true);
          if (!isLinkAllowed(href)) return;
          onLink(href.trim());
          setHref("https://");
          setOpen(false);
        }}
      >
        <Field label={t("address")} error={isBad ? errorText("LINK_FORBIDDEN") : undefined}>
          <Input value={href} onValueChange={setHref} inputMode="url" autoComplete="off" />
        </Field>
        <Button type="submit" variant="primary" size="small" className="self-end">
          {t("insert")}
        </Button>
      </form>
    </Popover>
  );
}
