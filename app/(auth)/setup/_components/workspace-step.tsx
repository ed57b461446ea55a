"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { WorkspaceFields } from "@/app/(console)/settings/_components/workspace-fields";
import { type Setup, setupSchema } from "@/server/auth/schemas";
import { StepForm, type StepProps, useFault } from "./step";

interface WorkspaceStepProps extends StepProps<Setup["workspace"]> {
  /** Gets what was typed so far. */
  onBack: (value: Setup["workspace"]) => void;
}

/** The workspace's name, zone, language and currency. */
export function WorkspaceStep({ value, fault, onNext, onBack }: WorkspaceStepProps) {
  const form = useForm({
    resolver: zodResolver(setupSchema.shape.workspace),
    defaultValues: value,
  });
  useFault(form, fault);
  return (
    <StepForm onSubmit={form.handleSubmit(onNext)} onBack={() => onBack(form.getValues())}>
      <WorkspaceFields control={form.control} timeZone={value.timeZone} />
    </StepForm>
  );
}
