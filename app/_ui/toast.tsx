"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import type { ReactNode } from "react";
import { Toaster as Base, toast as show } from "sonner";

interface ToastOptions {
  description?: ReactNode;
  /** "Deleted · Undo" instead of a question before. */
  action?: { label: string; onSelect: () => void };
}

function raise(kind: "success" | "error" | "message", title: ReactNode, options?: ToastOptions) {
  show[kind](title, {
    description: options?.description,
    // What can be taken back, or went wrong, stays longer than a plain confirmation.
    duration: options?.action || kind === "error" ? 10_000 : 5_000,
    action: options?.action && {
      label: options.action.label,
      onClick: options.action.onSelect,
    },
  });
}

/** A short note in the corner about something that just happened. */
export const toast = {
  success: (title: ReactNode, options?: ToastOptions) => raise("success", title, options),
  error: (title: ReactNode, options?: ToastOptions) => raise("error", title, options),
  message: (title: ReactNode, options?: ToastOptions) => raise("message", title, options),
};

/** Where toasts appear; mounted once in the root layout. */
export function Toaster() {
  const t = useTranslations("common");
  const { resolvedTheme } = useTheme();
  return (
    <Base
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      customAriaLabel={t("notifications")}
      closeButton
      toastOptions={{
        closeButtonAriaLabel: t("close"),
        style: {
          background: "var(--surface)",
          color: "var(--ink)",
          borderColor: "var(--line)",
          borderRadius: "8px",
          boxShadow: "var(--raised)",
          fontFamily: "var(--font-sans)",
          fontSize: "0.875rem",
        },
        classNames: {
          description: "text-ink-muted!",
          actionButton: "bg-accent! text-on-accent! rounded-sm!",
          closeButton: "size-6! bg-surface! text-ink! border-line!",
        },
      }}
    />
  );
}
