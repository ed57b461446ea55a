"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useCallback, useMemo, useState } from "react";
import { stepOfKey, useUndoKeys } from "@/app/_ui/undo-keys";
import { UserText } from "@/app/_ui/user-text";
import type { BlockType } from "@/server/content/schemas";
import { Announcer } from "./announcer";
import { BlockList } from "./canvas/block-list";
import { DragArea } from "./canvas/drag";
import { InsertMenu } from "./canvas/insert-menu";
import { LetterFooter } from "./canvas/letter-footer";
import { LetterHead } from "./canvas/letter-head";
import { Inspector } from "./inspector/inspector";
import "./letter.css";
import {
  type InsertRequest,
  type LetterLook,
  LetterProvider,
  type LetterTools,
  useLetter,
} from "./letter-context";
import {
  type ActiveText,
  ActiveTextProvider,
  TextReportingProvider,
  useActiveTextState,
} from "./rich-text/active-text";
import type { ChipWords } from "./rich-text/chip";
import { FormatToolbar } from "./rich-text/format-toolbar";
import { accepts, listsOf } from "./tree";
import type { LetterState } from "./use-document";

interface LetterEditorProps extends Pick<LetterTools, "GapNote" | "problems" | "showSettings"> {
  letter: LetterState;
  look: LetterLook;
  isReadOnly: boolean;
  /** Of merge tags without fallback: how many people lack the data. */
  lacking: ReadonlyMap<string, number>;
  /** What stands beside the letter, around the settings of what is chosen. */
  aside: (settings: ReactNode) => ReactNode;
}

function useChipWords(look: LetterLook, lacking: ReadonlyMap<string, number>): ChipWords {
  const t = useTranslations("letter.tag");
  return useMemo(
    () => ({
      nameOf: (variable) => {
        const own = look.attributes.find((a) => `contact.attributes.${a.key}` === variable);
        const key = `names.${variable.replace(/\W/g, "_")}`;
        return own?.label ?? (t.has(key) ? t(key) : variable);
      },
      fallback: (text) => (text ? t("otherwise", { text }) : t("noFallback")),
      lacking: (variable) => {
        const count = lacking.get(variable) ?? 0;
        return count > 0 ? t("lacking", { count }) : "";
      },
      logic: t("logic"),
    }),
    [t, look.attributes, lacking],
  );
}

/** Whether a text belongs to what is chosen; subject and preheader belong to no part. */
function isIn({ field }: ActiveText, selected: string | null): boolean {
  return selected === null ? !field.startsWith("blocks.") : field.startsWith(`blocks.${selected}.`);
}

/** A letter on its canvas: written in place, its settings beside it. */
export function LetterEditor(props: LetterEditorProps) {
  const { letter, look, problems, isReadOnly, lacking, GapNote, showSettings, aside } = props;
  const words = useChipWords(look, lacking);
  const { active: latest, changes } = useActiveTextState();
  const active = latest && isIn(latest, letter.selected) ? latest : null;
  const [request, setRequest] = useState<InsertRequest | null>(null);
  const tools: LetterTools = {
    letter,
    look,
    words,
    problems,
    isReadOnly,
    GapNote,
    showSettings,
    askInsert: setRequest,
  };

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const step = stepOfKey(event);
      if (!step) return;
      event.preventDefault();
      (step === "redo" ? letter.redo : letter.undo)();
    },
    [letter.redo, letter.undo],
  );

  // Around the letter too: what was restored or adopted there can be taken back at once.
  useUndoKeys(isReadOnly ? null : letter.undo, isReadOnly ? null : letter.redo);

  function isAllowed(type: BlockType): boolean {
    const list = listsOf(letter.document).find((one) => one.id === request?.place.parent);
    return list ? accepts(list.kind, type) : false;
  }

  return (
    <LetterProvider value={tools}>
      <TextReportingProvider value={changes}>
        <ActiveTextProvider value={active}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: hears undo and redo of everything inside. */}
          <div
            className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(18rem,24rem)]"
            onKeyDown={isReadOnly ? undefined : onKeyDown}
          >
            <LetterCanvas toolbar={isReadOnly ? null : <FormatToolbar active={active} />} />
            {aside(isReadOnly ? null : <Inspector />)}
          </div>
          <InsertMenu
            request={request}
            isAllowed={isAllowed}
            onClose={() => setRequest(null)}
            onPick={(type) => {
              if (request) letter.insert(type, request.place, request.replaces);
              setRequest(null);
            }}
          />
          <Announcer />
        </ActiveTextProvider>
      </TextReportingProvider>
    </LetterProvider>
  );
}

/** The letter as it will look, written in place. Stays light: so does the mail. */
function LetterCanvas({ toolbar }: { toolbar: ReactNode }) {
  const t = useTranslations("letter");
  return (
    <section aria-label={t("canvas")} className="min-w-0 overflow-clip rounded-md border">
      {/* Below the console's own bar. */}
      {toolbar ? <div className="sticky top-14 z-20">{toolbar}</div> : null}
      <p id="letter-keys" hidden>
        {t("keys")}
      </p>
      <DragArea>
        <div className="bg-[#f1f3f6] px-3 py-6 [color-scheme:light] sm:px-6" data-canvas>
          <LetterHead />
          <div className="mx-auto max-w-[600px] bg-white px-5 pt-7 pb-8 text-[#14181f] [font-family:Helvetica,Arial,sans-serif] sm:px-8">
            <BrandHead />
            <LetterBlocks />
            <LetterFooter />
          </div>
        </div>
      </DragArea>
    </section>
  );
}

function LetterBlocks() {
  const { letter } = useLetter();
  return <BlockList parent={null} blocks={letter.document.blocks} />;
}

function BrandHead() {
  const { brand } = useLetter().look;
  return (
    <div className="mb-8 flex h-10 items-center">
      {brand.logoUrl ? (
        // biome-ignore lint/performance/noImgElement: drawn as in the mail, from the same address.
        <img src={brand.logoUrl} alt={brand.name} translate="no" className="h-10 max-w-60" />
      ) : (
        <UserText className="font-bold text-lg">{brand.name}</UserText>
      )}
    </div>
  );
}
