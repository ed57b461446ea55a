"use client";

import {
  type ComponentProps,
  type ReactElement,
  type ReactNode,
  useCallback,
  useSyncExternalStore,
} from "react";
import {
  type Control,
  Controller,
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  type UseFormReturn,
} from "react-hook-form";
import { Banner } from "./banner";
import { cn } from "./cn";
import { readCodedError, useErrorText } from "./error-text";
import { Field } from "./field";

const never = () => () => {};

/**
 * A form without the browser's own bubbles: our sentences stand at the fields instead. It can be
 * filled in once the page is alive: what was typed before would be lost, and the browser's own way
 * of sending it would put a password into the address.
 */
export function Form({ className, children, ...props }: ComponentProps<"form">) {
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <form method="post" {...props} noValidate className={cn("flex flex-col gap-4", className)}>
      <fieldset
        disabled={!isAlive}
        className="contents [&:disabled_input]:border-line-strong [&:disabled_input]:bg-surface [&:disabled_input]:text-ink"
      >
        {children}
      </fieldset>
    </form>
  );
}

interface FormFieldProps<Values extends FieldValues, Name extends FieldPath<Values>> {
  control: Control<Values>;
  name: Name;
  label: ReactNode;
  hint?: ReactNode;
  isOptional?: boolean;
  isLabelHidden?: boolean;
  disabled?: boolean;
  className?: string;
  /** The control: `(field) => <Input {...field} />`. */
  render: (field: ControllerRenderProps<Values, Name>) => ReactElement;
}

/** A `Field` bound to react-hook-form; the code in its error becomes the sentence. */
export function FormField<Values extends FieldValues, Name extends FieldPath<Values>>(
  props: FormFieldProps<Values, Name>,
) {
  const { control, name, render, ...field } = props;
  const text = useErrorText();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: bound, fieldState }) => (
        <Field
          {...field}
          error={fieldState.error ? text(fieldState.error.message ?? "INPUT_INVALID") : undefined}
        >
          {render(bound)}
        </Field>
      )}
    />
  );
}

/**
 * Returns a function that puts a failed call onto the form: codes at their fields, and what
 * belongs to no field on the form itself (`FormError`). The first faulty field takes the focus.
 */
export function useServerErrors<Values extends FieldValues>(
  form: UseFormReturn<Values>,
): (error: unknown) => void {
  const { setError, getValues, setFocus } = form;
  return useCallback(
    (error) => {
      const coded = readCodedError(error);
      const own = coded.field ? [{ field: coded.field, code: coded.code }] : [];
      const faults = coded.faults.length > 0 ? coded.faults : own;
      const known = faults.filter(
        (fault) => getValues(fault.field as FieldPath<Values>) !== undefined,
      );
      for (const fault of known) {
        setError(fault.field as FieldPath<Values>, { type: "server", message: fault.code });
      }
      const first = known[0];
      if (first) setFocus(first.field as FieldPath<Values>);
      else setError("root.server", { type: coded.code, message: coded.code });
    },
    [setError, getValues, setFocus],
  );
}

/** The error that belongs to the whole form, set by `useServerErrors`. */
export function FormError<Values extends FieldValues>({ form }: { form: UseFormReturn<Values> }) {
  const text = useErrorText();
  const error = form.formState.errors.root?.server;
  if (!error) return null;
  return (
    <Banner tone="bad" isLive>
      {text(error.message ?? "INTERNAL")}
    </Banner>
  );
}
