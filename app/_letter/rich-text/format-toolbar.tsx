"use client";

import { Toolbar } from "@base-ui/react/toolbar";
import { Bold, Italic, List, ListOrdered, Plus, Redo2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { toggleMark } from "prosemirror-commands";
import type { ListKind } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { Tool } from "../tool";
import { find } from "../tree";
import type { ActiveText } from "./active-text";
import { LinkTool } from "./link-tool";
import { setList } from "./lists";
import { TagTool } from "./tag-tool";

/** Tools of the text one writes in, and the steps back and forth; always in the same place. */
export function FormatToolbar({ active }: { active: ActiveText | null }) {
  const t = useTranslations("letter.tools");
  const { letter, askInsert } = useLetter();
  const isRich = active?.isRich ?? false;

  function mark(name: "bold" | "italic") {
    const type = active?.view.state.schema.marks[name];
    if (!active || !type) return;
    toggleMark(type)(active.view.state, active.view.dispatch);
    active.view.focus();
  }

  function list(kind: ListKind) {
    if (!active) return;
    setList(active.list === kind ? null : kind)(active.view.state, active.view.dispatch);
    active.view.focus();
  }

  /** Behind the chosen part, else at the end. */
  function add(anchor: Element) {
    const found = letter.selected ? find(letter.document, letter.selected) : null;
    const end = { parent: null, index: letter.document.blocks.length };
    const place = found ? { parent: found.place.parent, index: found.place.index + 1 } : end;
    askInsert({ anchor, place });
  }

  return (
    <Toolbar.Root
      aria-label={t("label")}
      className="flex flex-wrap items-center gap-0.5 border-b bg-surface px-2 py-1"
    >
      <Tool icon={Undo2} label={t("undo")} disabled={!letter.canUndo} onClick={letter.undo} />
      <Tool icon={Redo2} label={t("redo")} disabled={!letter.canRedo} onClick={letter.redo} />
      <Separator />
      <Tool
        icon={Bold}
        label={t("bold")}
        isOn={active?.bold ?? false}
        disabled={!isRich}
        onClick={() => mark("bold")}
      />
      <Tool
        icon={Italic}
        label={t("italic")}
        isOn={active?.italic ?? false}
        disabled={!isRich}
        onClick={() => mark("italic")}
      />
      <LinkTool active={active} />
      <Tool
        icon={List}
        label={t("bullets")}
        isOn={active?.list === "bullet"}
        disabled={!isRich}
        onClick={() => list("bullet")}
      />
      <Tool
        icon={ListOrdered}
        label={t("numbers")}
        isOn={active?.list === "number"}
        disabled={!isRich}
        onClick={() => list("number")}
      />
      <TagTool active={active} />
      <Separator />
      <Tool icon={Plus} label={t("add")} onClick={(event) => add(event.currentTarget)} />
    </Toolbar.Root>
  );
}

function Separator() {
  return <Toolbar.Separator className="mx-1 h-5 w-px bg-line" />;
}
