"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { useTranslations } from "next-intl";
import { type ReactElement, type ReactNode, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { popupStyle } from "./control-style";
import { Field } from "./field";
import { Input } from "./input";
import { scrimStyle } from "./popup-parts";

interface AlertDialogProps {
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  /** What will happen and whether it can be undone. */
  description: ReactNode;
  /** The verb of the action, never "OK". */
  confirmLabel: string;
  /** The dialog stays open with a busy button until the promise settles, and closes on success. */
  onConfirm: () => Promise<unknown> | unknown;
  isDangerous?: boolean;
  /** False while there is nothing to confirm: what it is about is still being counted, or is nothing. */
  isConfirmable?: boolean;
  /** The confirm button wakes only when exactly this text was typed. */
  typedName?: string;
  children?: ReactNode;
}

/** A question before something that cannot be taken back. Everything else is done with an undo. */
export function AlertDialog(props: AlertDialogProps) {
  const { trigger, title, description, confirmLabel, onConfirm, isDangerous, typedName } = props;
  const t = useTranslations("common");
  const [isOpenInside, setOpenInside] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [typed, setTyped] = useState("");
  const isOpen = props.open ?? isOpenInside;

  function changeOpen(open: boolean) {
    if (isBusy) return;
    setTyped("");
    setOpenInside(open);
    props.onOpenChange?.(open);
  }

  async function confirm() {
    setBusy(true);
    try {
      await onConfirm();
      setTyped("");
      setOpenInside(false);
      props.onOpenChange?.(false);
    } catch {
      // The caller has shown the reason; the question stays open for another try.
    } finally {
      setBusy(false);
    }
  }

  return (
    <Base.Root open={isOpen} onOpenChange={changeOpen}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={scrimStyle} />
        <Base.Viewport className="fixed inset-0 z-50 flex items-start justify-center overflow-y-auto p-4 sm:pt-[16vh]">
          <Base.Popup className={cn(popupStyle, "w-full max-w-md p-5")}>
            <Base.Title className="font-semibold text-base">{title}</Base.Title>
            <Base.Description className="mt-1 text-ink-muted">{description}</Base.Description>
            {props.children ? <div className="mt-4">{props.children}</div> : null}
            {typedName ? (
              <Field
                className="mt-4"
                label={t.rich("typeName", {
                  name: () => (
                    <span translate="no" className="font-semibold">
                      {typedName}
                    </span>
                  ),
                })}
              >
                <Input value={typed} onValueChange={setTyped} autoComplete="off" />
              </Field>
            ) : null}
            <div className="mt-5 flex flex-wrap justify-end gap-2">
              <Base.Close render={<Button variant="secondary">{t("cancel")}</Button>} />
              <Button
                variant={isDangerous ? "danger" : "primary"}
                isLoading={isBusy}
                disabled={
                  props.isConfirmable === false ||
                  (typedName !== undefined && typed.trim() !== typedName)
                }
                onClick={confirm}
              >
                {confirmLabel}
              </Button>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
