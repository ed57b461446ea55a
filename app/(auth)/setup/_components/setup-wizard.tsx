"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { readCodedError, useErrorText } from "@/app/_ui/error-text";
import { Stepper } from "@/app/_ui/stepper";
import type { Setup } from "@/server/auth/schemas";
import { Card } from "../../_components/card";
import { useSignIn } from "../../_components/use-sign-in";
import { BrandStep } from "./brand-step";
import { EntityStep } from "./entity-step";
import { OwnerStep } from "./owner-step";
import type { Fault } from "./step";
import { WorkspaceStep } from "./workspace-step";

const STEPS = ["owner", "workspace", "entity", "brand"] as const;
type StepId = (typeof STEPS)[number];

const EMPTY_ENTITY: Setup["entity"] = {
  name: "",
  form: "",
  street: "",
  postalCode: "",
  city: "",
  country: "",
  email: "",
  phone: "",
  registerCourt: "",
  registerNumber: "",
  directors: "",
  vatId: "",
  dpoName: "",
  dpoEmail: "",
};

const workspaceLocale = (locale: string): "en" | "de" => (locale === "de" ? "de" : "en");

/** What the browser knows stands in the fields already. */
function firstDraft(locale: string): Setup {
  return {
    owner: { name: "", email: "", password: "" },
    workspace: {
      name: "",
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      locale: workspaceLocale(locale),
      currency: "EUR",
    },
    entity: EMPTY_ENTITY,
    brand: { name: "", colour: "#0f766e", senderName: "", senderEmail: "", replyTo: "" },
    logo: null,
  };
}

/** `brand.senderEmail` is the field `senderEmail` of the step `brand`. */
function placeOf(field: string | null): { step: StepId; field: string } | null {
  const [head = "", ...rest] = (field ?? "").split(".");
  if (head === "logo") return { step: "brand", field: "logo" };
  const step = STEPS.find((id) => id === head);
  return step && rest.length > 0 ? { step, field: rest.join(".") } : null;
}

/** The first run in four short steps; nothing is stored before the last one. */
export function SetupWizard() {
  const t = useTranslations("auth.setup");
  const text = useErrorText();
  const chosen = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const [draft, setDraft] = useState(() => firstDraft(chosen));
  const [step, setStep] = useState<StepId>("owner");
  const [fault, setFault] = useState<Fault | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { submit } = useSignIn("/");
  const run = useMutation(trpc.setup.run.mutationOptions());

  function goTo(next: StepId) {
    setFault(null);
    setProblem(null);
    setStep(next);
  }

  async function finish(whole: Setup) {
    setDraft(whole);
    setFault(null);
    setProblem(null);
    try {
      await run.mutateAsync(whole);
    } catch (error) {
      const coded = readCodedError(error);
      const first = coded.faults[0] ?? { field: coded.field, code: coded.code };
      const place = placeOf(first.field);
      if (!place) return setProblem(coded.code);
      setStep(place.step);
      setFault({ field: place.field, code: first.code });
      return;
    }
    const { email, password } = whole.owner;
    if (!(await submit({ kind: "password", email, password }))) router.replace("/sign-in");
  }

  function back(typed: Partial<Setup>) {
    setDraft({ ...draft, ...typed });
    goTo(STEPS[Math.max(0, STEPS.indexOf(step) - 1)] ?? "owner");
  }

  const isBusy = run.isPending || run.isSuccess;
  return (
    <Card title={t(`${step}Title`)} text={t(`${step}Text`)} isWide>
      <Stepper
        label={t("label")}
        current={step}
        steps={STEPS.map((id) => ({ id, label: t(`steps.${id}`) }))}
        onStep={(id) => {
          const known = STEPS.find((each) => each === id);
          if (known && !isBusy) goTo(known);
        }}
      />
      {problem ? (
        <Banner tone="bad" isLive className="mb-4">
          {text(problem)}
        </Banner>
      ) : null}
      {step === "owner" ? (
        <OwnerStep
          value={draft.owner}
          fault={fault}
          onNext={(owner) => {
            // Whoever chose another language on this page means it, until they say otherwise.
            const isUntouched = draft.workspace.name === "";
            const locale = isUntouched ? workspaceLocale(chosen) : draft.workspace.locale;
            setDraft({ ...draft, owner, workspace: { ...draft.workspace, locale } });
            goTo("workspace");
          }}
        />
      ) : null}
      {step === "workspace" ? (
        <WorkspaceStep
          value={draft.workspace}
          fault={fault}
          onBack={(workspace) => back({ workspace })}
          onNext={(workspace) => {
            const entity = { ...draft.entity, name: draft.entity.name || workspace.name };
            setDraft({ ...draft, workspace, entity });
            goTo("entity");
          }}
        />
      ) : null}
      {step === "entity" ? (
        <EntityStep
          value={draft.entity}
          fault={fault}
          onBack={(entity) => back({ entity })}
          onNext={(entity) => {
            const { brand, workspace, owner } = draft;
            setDraft({
              ...draft,
              entity,
              brand: {
                ...brand,
                name: brand.name || workspace.name,
                senderName: brand.senderName || workspace.name,
                senderEmail: brand.senderEmail || entity.email || owner.email,
              },
            });
            goTo("brand");
          }}
        />
      ) : null}
      {step === "brand" ? (
        <BrandStep
          value={draft.brand}
          logo={draft.logo}
          fault={fault}
          isBusy={isBusy}
          onBack={(brand) => back({ brand })}
          onLogo={(logo) => setDraft({ ...draft, logo })}
          onNext={(brand) => finish({ ...draft, brand })}
        />
      ) : null}
    </Card>
  );
}
