"use client";

import { Toolbar } from "@base-ui/react/toolbar";
import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { useErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Popover } from "@/app/_ui/popover";
import { safeLink } from "@/server/content/schemas";
import { toolStyle } from "../tool";
import type { ActiveText } from "./active-text";
import { setLink } from "./commands";

/** Makes a link of what is chosen, changes it, takes it away. */
export function LinkTool({ active }: { active: ActiveText | null }) {
  const t = useTranslations("letter.tools");
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const [href, setHref] = useState("");
  const [isTried, setTried] = useState(false);
  const isBad = href.trim() !== "" && !safeLink(href);

  function apply(address: string) {
    if (active) setLink(active.view, address.trim());
    setOpen(false);
  }

  return (
    <Popover
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setTried(false);
        setHref(active?.link ?? "https://");
      }}
      title={t("link")}
      trigger={
        <Toolbar.Button
          aria-label={t("link")}
          title={t("link")}
          disabled={!active?.isRich}
          focusableWhenDisabled
          className={cn(toolStyle, "size-8", active?.link && "bg-accent-soft text-accent-ink")}
        >
          <Link2 aria-hidden className="size-4" />
        </Toolbar.Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          // The form of a popover lies inside the page's own in React's tree.
          event.stopPropagation();
          setTried(true);
          if (!isBad) apply(href);
        }}
      >
        <Field
          label={t("address")}
          hint={t("addressHint")}
          error={isTried && isBad ? errorText("LINK_FORBIDDEN") : undefined}
        >
          <Input
            value={href}
            onValueChange={setHref}
            inputMode="url"
            autoComplete="off"
            translate="no"
          />
        </Field>
        <div className="flex justify-end gap-2">
          {active?.link ? (
            <Button size="small" onClick={() => apply("")}>
              {t("removeLink")}
            </Button>
          ) : null}
          <Button type="submit" variant="primary" size="small">
            {t("apply")}
          </Button>
        </div>
      </form>
    </Popover>
  );
}
