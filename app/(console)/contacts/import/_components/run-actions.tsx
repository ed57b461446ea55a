"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { buttonStyle } from "@/app/_ui/button-style";
import { useCallErrorText } from "@/app/_ui/error-text";
import { LinkButton } from "@/app/_ui/link-button";
import { toast } from "@/app/_ui/toast";
import type { ImportView } from "@/server/imports";

type Act = "errorFile" | "undo" | "cancel" | "resume" | "show" | "again";

/** What may be done with an import as it is now; the main thing last. */
function actsOf(found: ImportView): Act[] {
  const acts: Act[] = [];
  const hasRows = found.rowsDone > 0;
  if (found.rowsFailed + found.cellsDropped > 0) acts.push("errorFile");
  switch (found.state) {
    case "queued":
    case "running":
      return [...acts, "cancel"];
    case "paused":
    case "cancelled":
      return hasRows ? [...acts, "undo", "resume"] : [...acts, "resume"];
    case "done":
      return [...acts, "undo", "show"];
    case "failed":
      return hasRows ? [...acts, "undo", "again"] : [...acts, "again"];
    case "undoing":
      return found.errorCode ? [...acts, "resume"] : acts;
    case "undone":
      return [...acts, "again"];
    case "draft":
    case "discarded":
      return [];
    default: {
      const never: never = found.state;
      return never;
    }
  }
}

/** The buttons of an import that has left the wizard. */
export function RunActions({ found }: { found: ImportView }) {
  const t = useTranslations("imports.run");
  const trpc = useTRPC();
  const client = useQueryClient();
  const callErrorText = useCallErrorText();
  const { id } = found;
  const isProducts = found.kind === "products";
  const options = {
    onError: (error: unknown) => toast.error(callErrorText(error)),
    onSuccess: () => client.invalidateQueries(trpc.imports.pathFilter()),
  };
  const cancel = useMutation(trpc.imports.cancel.mutationOptions(options));
  const resume = useMutation(trpc.imports.resume.mutationOptions(options));
  const undo = useMutation(trpc.imports.undo.mutationOptions(options));

  const buttons = {
    errorFile: (
      <a key="errorFile" href={`/api/imports/${id}/errors`} download className={buttonStyle()}>
        <Download aria-hidden />
        {t("errorFile")}
      </a>
    ),
    undo: (
      <AlertDialog
        key="undo"
        trigger={<Button>{t("undo")}</Button>}
        title={t("undoTitle")}
        description={t("undoText")}
        confirmLabel={t("undoConfirm")}
        isDangerous
        onConfirm={() => undo.mutateAsync({ id })}
      />
    ),
    cancel: (
      <Button
        key="cancel"
        isLoading={cancel.isPending}
        disabled={found.cancelRequested}
        onClick={() => cancel.mutate({ id })}
      >
        {t("cancel")}
      </Button>
    ),
    resume: (
      <Button
        key="resume"
        variant="primary"
        isLoading={resume.isPending}
        onClick={() => resume.mutate({ id })}
      >
        {t("resume")}
      </Button>
    ),
    show: (
      <LinkButton key="show" variant="primary" href={isProducts ? "/catalog" : "/contacts"}>
        {t(isProducts ? "toCatalog" : "toContacts")}
      </LinkButton>
    ),
    again: (
      <LinkButton key="again" variant="primary" href="/contacts/import/new">
        {t("again")}
      </LinkButton>
    ),
  } satisfies Record<Act, ReactNode>;
  return actsOf(found).map((act) => buttons[act]);
}
