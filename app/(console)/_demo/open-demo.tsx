"use client";

import { useMutation } from "@tanstack/react-query";
import { Store } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";
import { switchWorkspace } from "../_components/actions";

/** The way into the demo shop: the one this person has, or a new one. */
export function OpenDemo() {
  const t = useTranslations("demo");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const [isEntering, startEntering] = useTransition();
  const open = useMutation(
    trpc.demo.open.mutationOptions({
      onSuccess: ({ workspaceId }) => startEntering(() => switchWorkspace(workspaceId)),
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <section
      aria-labelledby="demo"
      className="mb-8 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border px-4 py-3"
    >
      <Store aria-hidden className="size-5 shrink-0 text-ink-muted" />
      <div className="min-w-0 flex-1 basis-64">
        <h2 id="demo" className="font-medium">
          {t("invite.title")}
        </h2>
        <p className="text-ink-muted">{t("invite.text")}</p>
      </div>
      <Button isLoading={open.isPending || isEntering} onClick={() => open.mutate()}>
        {t("invite.open")}
      </Button>
    </section>
  );
}
