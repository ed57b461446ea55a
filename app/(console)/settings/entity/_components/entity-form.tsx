"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { Form, FormError, useServerErrors } from "@/app/_ui/form";
import { toast } from "@/app/_ui/toast";
import { type EntityInput, entitySchema } from "@/server/workspaces/schemas";
import { EntityFields } from "../../_components/entity-fields";
import { ImprintPreview } from "./imprint-preview";

interface EntityFormProps {
  entity: EntityInput;
  missing: readonly (keyof EntityInput)[];
  imprint: string[];
  canEdit: boolean;
}

/** The legal entity beside the imprint that it becomes. */
export function EntityForm({ entity, missing, imprint, canEdit }: EntityFormProps) {
  const t = useTranslations("settings.entity");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [lacking, setLacking] = useState(missing);
  const form = useForm({ resolver: zodResolver(entitySchema), defaultValues: entity });
  const onServerError = useServerErrors(form);
  const update = useMutation(
    trpc.workspaces.updateEntity.mutationOptions({
      onSuccess: (result, values) => {
        form.reset(values);
        setLacking(result.missing);
        toast.success(t("saved"));
      },
      onError: onServerError,
    }),
  );

  return (
    <>
      <Completeness missing={lacking} />
      <div className="grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,42rem)_minmax(16rem,1fr)]">
        <Form
          className="flex flex-col gap-6"
          onSubmit={form.handleSubmit((values) => update.mutate(values))}
        >
          <EntityFields control={form.control} disabled={!canEdit} />
          <FormError form={form} />
          {canEdit ? (
            <div>
              <Button type="submit" variant="primary" isLoading={update.isPending}>
                {common("save")}
              </Button>
            </div>
          ) : null}
        </Form>
        <ImprintPreview control={form.control} initial={imprint} />
      </div>
    </>
  );
}

function Completeness({ missing }: { missing: readonly (keyof EntityInput)[] }) {
  const t = useTranslations("settings.entity");
  const format = useFormatter();
  if (missing.length === 0) {
    return (
      <Banner tone="ok" className="mb-6">
        {t("complete")}
      </Banner>
    );
  }
  const fields = format.list(missing.map((field) => t(`fields.${field}`)));
  return (
    <Banner tone="warn" title={t("missingTitle")} className="mb-6">
      {t("missingText", { fields })}
    </Banner>
  );
}
