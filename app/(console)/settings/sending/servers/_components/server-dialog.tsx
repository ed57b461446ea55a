"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Form, FormError, useServerErrors } from "@/app/_ui/form";
import { type ServerInput, serverSchema } from "@/server/senders/schemas";
import type { MailServer } from "../../_components/types";
import { useChange } from "../../_components/use-change";
import { ServerFields } from "./server-fields";

interface ServerDialogProps {
  /** What is edited; null while the dialog is closed. */
  server: MailServer | "new" | null;
  allowsPrivate: boolean;
  onClose: () => void;
}

/** A new mail server, or another look at one. */
export function ServerDialog({ server, allowsPrivate, onClose }: ServerDialogProps) {
  const t = useTranslations("senders.servers");
  return (
    <Dialog
      open={server !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t(server === "new" || server === null ? "addTitle" : "editTitle")}
      description={t("addText")}
      isHeld
    >
      {server === null ? null : (
        <ServerForm
          server={server === "new" ? null : server}
          allowsPrivate={allowsPrivate}
          onDone={onClose}
        />
      )}
    </Dialog>
  );
}

const EMPTY: ServerInput = {
  name: "",
  host: "",
  port: 587,
  security: "starttls",
  username: "",
  password: "",
  ehloName: "",
  perSecond: null,
  connections: 5,
};

/** What a form begins with; a stored port that is no choice any more has to be chosen anew. */
function valuesOf({ port, ...server }: MailServer): ServerInput {
  const known = serverSchema.shape.port.safeParse(port);
  return {
    name: server.name,
    host: server.host,
    port: known.success ? known.data : EMPTY.port,
    security: server.security,
    username: server.username,
    // Nobody reads it again; empty leaves it as it is.
    password: "",
    ehloName: server.ehloName,
    perSecond: server.perSecond,
    connections: server.connections,
  };
}

interface ServerFormProps {
  server: MailServer | null;
  allowsPrivate: boolean;
  onDone: () => void;
}

function ServerForm({ server, allowsPrivate, onDone }: ServerFormProps) {
  const t = useTranslations("senders.servers");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const form = useForm<ServerInput>({
    resolver: zodResolver(serverSchema),
    defaultValues: server ? valuesOf(server) : EMPTY,
  });
  const onServerError = useServerErrors(form);
  const change = useChange(t("saved"));
  const options = {
    onSuccess: () => {
      onDone();
      change.onSuccess();
    },
    onError: onServerError,
    // What was sent holds a password: it is not kept longer than it takes.
    gcTime: 0,
  };
  const create = useMutation(trpc.mailServers.create.mutationOptions(options));
  const update = useMutation(trpc.mailServers.update.mutationOptions(options));
  const submit = form.handleSubmit((values) =>
    server ? update.mutate({ ...values, id: server.id }) : create.mutate(values),
  );
  return (
    <Form onSubmit={submit}>
      <ServerFields
        form={form}
        hasPassword={server?.hasPassword ?? false}
        allowsPrivate={allowsPrivate}
      />
      <FormError form={form} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isLoading={create.isPending || update.isPending}>
          {server ? common("save") : t("add")}
        </Button>
      </div>
    </Form>
  );
}
