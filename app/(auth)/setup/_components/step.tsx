"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { Button } from "@/app/_ui/button";
import { Form } from "@/app/_ui/form";

/** What the server found wrong with a field of this step. */
export interface Fault {
  field: string;
  code: string;
}

export interface StepProps<Value> {
  value: Value;
  fault: Fault | null;
  onNext: (value: Value) => void;
}

/** Puts what the server found onto the step's form and goes there. */
export function useFault<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  fault: Fault | null,
): void {
  const { setError, setFocus } = form;
  useEffect(() => {
    if (!fault) return;
    const name = fault.field as FieldPath<Values>;
    setError(name, { type: "server", message: fault.code });
    setFocus(name);
  }, [fault, setError, setFocus]);
}

interface StepFormProps {
  onSubmit: () => void;
  onBack?: () => void;
  isBusy?: boolean;
  submitLabel?: string;
  children: ReactNode;
}

/** A step's fields with the way back and on. */
export function StepForm({ onSubmit, onBack, isBusy, submitLabel, children }: StepFormProps) {
  const common = useTranslations("common");
  return (
    <Form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <div className="flex flex-wrap justify-end gap-2">
        {onBack ? (
          <Button disabled={isBusy} onClick={onBack}>
            {common("back")}
          </Button>
        ) : null}
        <Button type="submit" variant="primary" isLoading={isBusy}>
          {submitLabel ?? common("continue")}
        </Button>
      </div>
    </Form>
  );
}
