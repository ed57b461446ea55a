"use client";

import { Toolbar } from "@base-ui/react/toolbar";
import { Braces } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { Popover } from "@/app/_ui/popover";
import { toolStyle } from "../tool";
import type { ActiveText } from "./active-text";
import { insertTag, type Tag } from "./commands";
import { TagFields } from "./tag-fields";

const FIRST: Tag = { variable: "contact.first_name", fallback: "" };

/** Puts a person's data at the cursor. */
export function TagTool({ active }: { active: ActiveText | null }) {
  const t = useTranslations("letter.tools");
  const [isOpen, setOpen] = useState(false);
  const [tag, setTag] = useState(FIRST);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      title={t("tag")}
      trigger={
        <Toolbar.Button
          aria-label={t("tag")}
          title={t("tag")}
          disabled={!active}
          focusableWhenDisabled
          className={cn(toolStyle, "size-8")}
        >
          <Braces aria-hidden className="size-4" />
        </Toolbar.Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (active) insertTag(active.view, tag);
          setOpen(false);
          setTag(FIRST);
        }}
      >
        <TagFields value={tag} onChange={setTag} />
        <Button type="submit" variant="primary" size="small" className="self-end">
          {t("insert")}
        </Button>
      </form>
    </Popover>
  );
}
