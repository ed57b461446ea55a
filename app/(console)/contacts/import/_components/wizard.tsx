"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { PageHeader } from "@/app/_ui/page-header";
import { Stepper } from "@/app/_ui/stepper";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { ImportChoices, ImportView } from "@/server/imports";
import { STEPS, type Step } from "@/server/imports/schemas";
import { ChecksStep } from "./checks-step";
import { ConsentStep } from "./consent-step";
import { MappingStep } from "./mapping-step";
import { PolicyStep } from "./policy-step";
import { PreviewStep } from "./preview-step";
import { SummaryStep } from "./summary-step";
import { type Draft, useDraft } from "./use-draft";

/** Only people can be made mailable, and orders change nothing that is known: fewer questions. */
const STEPS_OF: Record<ImportView["kind"], readonly Step[]> = {
  people: STEPS,
  orders: ["preview", "mapping", "checks", "summary"],
  products: ["preview", "mapping", "checks", "policy", "summary"],
};

function SavedNote({ draft }: { draft: Draft }) {
  const t = useTranslations("imports.wizard");
  const format = useFormatter();
  const { isSaving, hasFailed, savedAt } = draft;
  const text = isSaving
    ? t("saving")
    : hasFailed
      ? t("saveFailed")
      : savedAt
        ? t("saved", { time: format.dateTime(savedAt, { hour: "2-digit", minute: "2-digit" }) })
        : "";
  return (
    <span role="status" className={hasFailed ? "text-bad-ink text-xs" : "text-ink-muted text-xs"}>
      {text}
    </span>
  );
}

/** From the uploaded file to the start, one question a step; every answer is kept on the server. */
export function Wizard({ initial, choices }: { initial: ImportView; choices: ImportChoices }) {
  const t = useTranslations("imports");
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const callErrorText = useCallErrorText();
  const draft = useDraft(initial);
  const { view } = draft;
  const steps = STEPS_OF[view.kind];
  const step = steps.includes(view.step) ? view.step : "preview";
  const at = steps.indexOf(step);
  const [canGoOn, setCanGoOn] = useState(true);
  const heading = useRef<HTMLDivElement>(null);
  const isFirstRender = useRef(true);

  // A new step is a new page for the keyboard and the screen reader.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the step changes.
  useEffect(() => {
    if (isFirstRender.current) {
      isFirstRender.current = false;
      return;
    }
    heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [step]);

  const say = (error: unknown) => toast.error(callErrorText(error));
  const start = useMutation(
    trpc.imports.start.mutationOptions({
      onError: say,
      onSuccess: () => client.invalidateQueries(trpc.imports.get.queryFilter({ id: view.id })),
    }),
  );
  const discard = useMutation(
    trpc.imports.discard.mutationOptions({
      onError: say,
      onSuccess: () => router.push("/contacts/imports"),
    }),
  );

  function goTo(next: Step | undefined) {
    if (next) draft.save({ step: next }).then(() => setCanGoOn(true), say);
  }

  const shared = { draft, choices, onReady: setCanGoOn };
  return (
    <>
      <PageHeader
        title={<UserText>{view.fileName}</UserText>}
        meta={<SavedNote draft={draft} />}
        breadcrumb={[
          { label: t("contacts"), href: "/contacts" },
          { label: t("title"), href: "/contacts/imports" },
        ]}
        actions={
          <>
            <AlertDialog
              trigger={<Button variant="ghost">{t("wizard.discard")}</Button>}
              title={t("wizard.discardTitle")}
              description={t("wizard.discardText")}
              confirmLabel={t("wizard.discard")}
              isDangerous
              onConfirm={() => discard.mutateAsync({ id: view.id })}
            />
            {at > 0 ? (
              <Button onClick={() => goTo(steps[at - 1])}>{t("wizard.back")}</Button>
            ) : null}
            {step === "summary" ? (
              <Button
                variant="primary"
                disabled={!canGoOn}
                isLoading={start.isPending || start.isSuccess}
                onClick={() => start.mutate({ id: view.id })}
              >
                {t("wizard.start")}
              </Button>
            ) : (
              <Button variant="primary" disabled={!canGoOn} onClick={() => goTo(steps[at + 1])}>
                {t("wizard.continue")}
              </Button>
            )}
          </>
        }
      />
      <Stepper
        label={t("wizard.label")}
        steps={steps.map((id) => ({
          id,
          label: t(
            id === "policy" && view.kind === "products" ? "step.policyProducts" : `step.${id}`,
          ),
        }))}
        current={step}
        onStep={(id) => goTo(steps.find((one) => one === id))}
      />
      <div ref={heading} tabIndex={-1} className="outline-none">
        {step === "preview" ? <PreviewStep {...shared} /> : null}
        {step === "mapping" ? <MappingStep {...shared} /> : null}
        {step === "checks" ? <ChecksStep {...shared} goTo={goTo} /> : null}
        {step === "policy" ? <PolicyStep {...shared} /> : null}
        {step === "consent" ? <ConsentStep {...shared} /> : null}
        {step === "summary" ? <SummaryStep {...shared} goTo={goTo} /> : null}
      </div>
    </>
  );
}
