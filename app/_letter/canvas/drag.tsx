"use client";

import {
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  MouseSensor,
  TouchSensor,
  useDndContext,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { GripVertical } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { cn } from "@/app/_ui/cn";
import type { BlockType } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { accepts, find, listsOf, type Place } from "../tree";

interface GapData {
  place: Place;
}

/** The nearest gap over which the pointer is; of several lists the innermost that is near. */
const nearestGap: CollisionDetection = ({
  droppableContainers,
  droppableRects,
  pointerCoordinates,
}) => {
  if (!pointerCoordinates) return [];
  const { x, y } = pointerCoordinates;
  const found = droppableContainers.flatMap((container) => {
    const rect = droppableRects.get(container.id);
    if (!rect || x < rect.left - 12 || x > rect.right + 12) return [];
    // A narrower list lies inside a wider one: its gaps are meant when both are near.
    const distance = Math.abs(y - (rect.top + rect.height / 2)) + rect.width / 100;
    return [
      { id: container.id, data: { value: distance, droppableContainer: container }, distance },
    ];
  });
  return found.sort((a, b) => a.distance - b.distance);
};

function placeOf(data: Record<string, unknown> | undefined): Place | null {
  const place = data?.place;
  return place && typeof place === "object" ? (place as GapData["place"]) : null;
}

/** Dragging of parts. Pointer only: keys and buttons have their own, better way (`step`). */
export function DragArea({ children }: { children: ReactNode }) {
  const t = useTranslations("letter");
  const { letter } = useLetter();
  const [dragged, setDragged] = useState<BlockType | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 6 } }),
  );

  function onStart({ active }: DragStartEvent) {
    const id = String(active.id);
    setDragged(find(letter.document, id)?.block.type ?? null);
    letter.select(id);
  }

  function onEnd({ active, over }: DragEndEvent) {
    setDragged(null);
    const place = placeOf(over?.data.current);
    if (place) letter.move(String(active.id), place);
  }

  const silent = () => undefined;
  return (
    <DndContext
      // A fixed id: the generated one differs between server and browser.
      id={useId()}
      sensors={sensors}
      collisionDetection={nearestGap}
      accessibility={{
        // The letter announces moves itself, in the reader's language, for keys and pointer alike.
        announcements: {
          onDragStart: silent,
          onDragOver: silent,
          onDragEnd: silent,
          onDragCancel: silent,
        },
        screenReaderInstructions: { draggable: t("drag.hint") },
      }}
      onDragStart={onStart}
      onDragEnd={onEnd}
      onDragCancel={() => setDragged(null)}
    >
      {children}
      <DragOverlay dropAnimation={null}>
        {dragged ? (
          <span className="inline-flex h-8 items-center gap-1.5 rounded-md border bg-surface px-3 font-sans text-ink text-sm shadow-raised">
            <GripVertical aria-hidden className="size-4" />
            {t(`blocks.${dragged}`)}
          </span>
        ) : null}
      </DragOverlay>
    </DndContext>
  );
}

/** What one takes a part by. Only this starts a drag, so that text can be selected everywhere. */
export function Handle({ id, label }: { id: string; label: string }) {
  const { listeners, setNodeRef } = useDraggable({ id });
  return (
    <button
      type="button"
      ref={setNodeRef}
      {...listeners}
      tabIndex={-1}
      aria-label={label}
      title={label}
      className="flex h-7 w-6 cursor-grab touch-none items-center justify-center rounded-sm text-ink-muted hover:bg-hover"
    >
      <GripVertical aria-hidden className="size-4" />
    </button>
  );
}

/** A place between parts: shows the line where a dragged part would go. */
export function Gap({ place, isLast = false }: { place: Place; isLast?: boolean }) {
  const { letter } = useLetter();
  const { active } = useDndContext();
  const list = listsOf(letter.document).find((one) => one.id === place.parent);
  const moved = active ? find(letter.document, String(active.id)) : null;
  const isInside = moved ? isWithin(letter.document, String(active?.id), place.parent) : false;
  const disabled = !moved || !list || isInside || !accepts(list.kind, moved.block.type);
  const { setNodeRef, isOver } = useDroppable({
    id: `gap ${place.parent ?? "letter"} ${place.index}`,
    data: { place } satisfies GapData,
    disabled,
  });
  return (
    <div ref={setNodeRef} className={cn("relative h-0", isLast && "top-1")} aria-hidden>
      {isOver ? (
        <span className="absolute inset-x-0 -top-2.5 h-1 rounded-full bg-[#0f766e]" />
      ) : null}
    </div>
  );
}

/** Whether a list lies inside of this part. */
function isWithin(
  document: Parameters<typeof find>[0],
  id: string,
  parent: string | null,
): boolean {
  if (!parent) return false;
  const { block } = find(document, id) ?? {};
  if (!block) return false;
  return listsOf({ ...document, blocks: [block] }).some((list) => list.id === parent);
}
