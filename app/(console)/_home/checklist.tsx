"use client";

import { useMutation } from "@tanstack/react-query";
import { ArrowRight, CircleCheckBig, CircleDashed, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import type { Viewer } from "@/app/_trpc/server";
import { cn } from "@/app/_ui/cn";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { toast } from "@/app/_ui/toast";
import type { OnboardingStep, Step } from "@/server/home";
import { OpenDemo } from "../_demo/open-demo";

/** What one must be allowed to, for a step to be more than a look. */
const PERMISSION: Record<Step, Viewer["permissions"][number]> = {
  entity: "workspace.configure",
  topic: "consent.configure",
  people: "contacts.import",
  letter: "campaigns.write",
  test: "campaigns.write",
  send: "campaigns.send",
};

interface ChecklistProps {
  steps: readonly OnboardingStep[];
  viewer: Viewer;
}

/** The way to the first letter. Every step ends on a real object, and is done when that exists. */
export function Checklist({ steps, viewer }: ChecklistProps) {
  const t = useTranslations("home.checklist");
  const common = useTranslations("common");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const router = useRouter();
  const dismiss = useMutation(
    trpc.home.dismissChecklist.mutationOptions({
      onSuccess: (_, { isDismissed }) => {
        router.refresh();
        if (!isDismissed) return;
        toast.message(t("dismissed"), {
          action: { label: common("undo"), onSelect: () => dismiss.mutate({ isDismissed: false }) },
        });
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const done = steps.filter((step) => step.isDone).length;
  const next = steps.find((step) => !step.isDone);
  const mayFound = viewer.role === "owner" || viewer.role === "admin";
  return (
    <>
      <section aria-labelledby="checklist" className="mb-8 rounded-md border bg-surface">
        <div className="flex items-start justify-between gap-4 border-b px-4 py-3">
          <div className="min-w-0">
            <h2 id="checklist" className="font-semibold text-base">
              {t("title")}
            </h2>
            <p className="tabular text-ink-muted">{t("progress", { done, total: steps.length })}</p>
          </div>
          <IconButton
            icon={X}
            size="small"
            label={t("dismiss")}
            onClick={() => dismiss.mutate({ isDismissed: true })}
          />
        </div>
        <ol className="divide-y divide-line">
          {steps.map((step) => (
            <li key={step.step}>
              <StepRow
                step={step}
                isNext={step === next}
                isAllowed={viewer.permissions.includes(PERMISSION[step.step])}
              />
            </li>
          ))}
        </ol>
      </section>
      {mayFound ? <OpenDemo /> : null}
    </>
  );
}

interface StepRowProps {
  step: OnboardingStep;
  isNext: boolean;
  isAllowed: boolean;
}

function StepRow({ step, isNext, isAllowed }: StepRowProps) {
  const t = useTranslations("home.checklist");
  const Icon = step.isDone ? CircleCheckBig : CircleDashed;
  const content = (
    <>
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-4 shrink-0", step.isDone ? "text-ok" : "text-ink-faint")}
      />
      <span className="min-w-0 flex-1">
        <span className={cn("block", isNext && "font-medium", step.isDone && "text-ink-muted")}>
          {t(`step.${step.step}.title`)}
          <span className="sr-only"> {step.isDone ? t("done") : t("open")}</span>
        </span>
        {step.isDone ? null : (
          <span className="block text-ink-muted text-xs">
            {isAllowed ? t(`step.${step.step}.text`) : t("notAllowed")}
          </span>
        )}
      </span>
    </>
  );
  const className = "flex min-h-12 items-start gap-3 px-4 py-3";
  if (!isAllowed && !step.isDone) return <div className={className}>{content}</div>;
  return (
    <Link
      href={step.href}
      className={cn(
        className,
        "-outline-offset-2 group hover:bg-sunken",
        isNext && "bg-accent-soft",
      )}
    >
      {content}
      <ArrowRight
        aria-hidden
        className={cn(
          "mt-0.5 size-4 shrink-0",
          isNext ? "text-accent" : "text-ink-faint group-hover:text-ink",
        )}
      />
    </Link>
  );
}
