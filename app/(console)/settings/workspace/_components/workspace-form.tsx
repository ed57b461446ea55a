"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Form, FormError, useServerErrors } from "@/app/_ui/form";
import { toast } from "@/app/_ui/toast";
import { type WorkspaceInput, workspaceSchema } from "@/server/workspaces/schemas";
import { WorkspaceFields } from "../../_components/workspace-fields";

interface WorkspaceFormProps {
  workspace: WorkspaceInput;
  canEdit: boolean;
}

/** Name, zone, language and currency of the workspace. */
export function WorkspaceForm({ workspace, canEdit }: WorkspaceFormProps) {
  const t = useTranslations("settings.workspace");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({ resolver: zodResolver(workspaceSchema), defaultValues: workspace });
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
      <WorkspaceFields control={form.control} timeZone={workspace.timeZone} disabled={!canEdit} />
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
