"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type Control, useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Form, FormError, FormField, useServerErrors } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { toast } from "@/app/_ui/toast";
import {
  MAX_ATTRIBUTION_DAYS,
  type WorkspaceInput,
  type WorkspaceSettings,
  workspaceSettingsSchema,
} from "@/server/workspaces/schemas";
import { WorkspaceFields } from "../../_components/workspace-fields";

interface WorkspaceFormProps {
  workspace: WorkspaceSettings;
  canEdit: boolean;
}

/** Name, zone, language, currency and attribution window of the workspace. */
export function WorkspaceForm({ workspace, canEdit }: WorkspaceFormProps) {
  const t = useTranslations("settings.workspace");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(workspaceSettingsSchema),
    defaultValues: workspace,
  });
  const onServerError = useServerErrors(form);
  const update = useMutation(
    trpc.workspaces.update.mutationOptions({
      onSuccess: (_, values) => {
        form.reset(values);
        toast.success(t("saved"));
        router.refresh();
      },
      onError: onServerError,
    }),
  );

  return (
    <Form
      className="mb-10 flex max-w-2xl flex-col gap-4"
      onSubmit={form.handleSubmit((values) => update.mutate(values))}
    >
      <WorkspaceFields
        // The form has all the fields of a new workspace and one more, which a control cannot say.
        control={form.control as unknown as Control<WorkspaceInput>}
        timeZone={workspace.timeZone}
        disabled={!canEdit}
      />
      <FormField
        control={form.control}
        name="attributionDays"
        disabled={!canEdit}
        label={t("attributionDays")}
        hint={t("attributionDaysHint")}
        render={({ value, onChange, ...field }) => (
          <Input
            {...field}
            type="number"
            min={1}
            max={MAX_ATTRIBUTION_DAYS}
            value={Number.isNaN(value) ? "" : value}
            onChange={(event) => onChange(event.target.valueAsNumber)}
            className="max-w-28"
          />
        )}
      />
      <FormError form={form} />
      {canEdit ? (
        <div>
          <Button type="submit" variant="primary" isLoading={update.isPending}>
            {common("save")}
          </Button>
        </div>
      ) : null}
    </Form>
  );
}
