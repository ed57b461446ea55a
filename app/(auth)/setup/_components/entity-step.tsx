"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { EntityFields } from "@/app/(console)/settings/_components/entity-fields";
import { type Setup, setupSchema } from "@/server/auth/schemas";
import { StepForm, type StepProps, useFault } from "./step";

interface EntityStepProps extends StepProps<Setup["entity"]> {
  /** Gets what was typed so far. */
  onBack: (value: Setup["entity"]) => void;
}

/** Who answers for the mail. */
export function EntityStep({ value, fault, onNext, onBack }: EntityStepProps) {
  const form = useForm({ resolver: zodResolver(setupSchema.shape.entity), defaultValues: value });
  useFault(form, fault);
  return (
    <StepForm onSubmit={form.handleSubmit(onNext)} onBack={() => onBack(form.getValues())}>
      <EntityFields control={form.control} />
    </StepForm>
  );
}
