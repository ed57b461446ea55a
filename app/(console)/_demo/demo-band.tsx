"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { LoaderCircle, Store, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { useCallErrorText } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";

const ASK_EVERY_MS = 1_500;
const PHASES = {
  filling: {
    icon: LoaderCircle,
    box: "border-line bg-sunken",
    mark: "animate-spin text-ink-muted",
  },
  ready: { icon: Store, box: "border-warn/30 bg-warn-soft", mark: "text-warn" },
  failed: { icon: TriangleAlert, box: "border-bad/30 bg-bad-soft", mark: "text-bad" },
} as const;

/** Stands above every screen of a demo shop: nobody shall take it for real. */
export function DemoBand({ workspaceId, mayRemove }: { workspaceId: string; mayRemove: boolean }) {
  const t = useTranslations("demo");
  const router = useRouter();
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.demo.state.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.builtAt ? false : ASK_EVERY_MS),
    }),
  );
  const phase = data?.builtAt ? "ready" : data?.error ? "failed" : "filling";
  const isAsked = data !== undefined;
  const isReady = phase === "ready";
  const isFilling = isAsked && !isReady;
  const client = useQueryClient();
  const wasFilling = useRef(false);
  useEffect(() => {
    // What stands on the page was read before there was anything to read.
    if (wasFilling.current && isReady) {
      router.refresh();
      void client.invalidateQueries();
    }
    wasFilling.current = isFilling;
  }, [client, isFilling, isReady, router]);
  const { icon: Icon, box, mark } = PHASES[isAsked ? phase : "ready"];
  return (
    <div
      role="status"
      className={cn("flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2 lg:px-8", box)}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", mark)} />
      <p className="min-w-0 flex-1 basis-56">
        <strong className="font-medium">{t("band.title")}</strong>{" "}
        <span className="text-ink-muted">{t(`band.${isAsked ? phase : "ready"}`)}</span>
      </p>
      {mayRemove && isAsked && phase !== "filling" ? <Remove workspaceId={workspaceId} /> : null}
    </div>
  );
}

function Remove({ workspaceId }: { workspaceId: string }) {
  const t = useTranslations("demo");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const remove = useMutation(
    trpc.demo.remove.mutationOptions({
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <AlertDialog
      trigger={<Button size="small">{t("remove.button")}</Button>}
      title={t("remove.title")}
      description={t("remove.text")}
      confirmLabel={t("remove.confirm")}
      isDangerous
      onConfirm={async () => {
        await remove.mutateAsync({ workspaceId });
        // Everything this page holds belongs to what is gone: begin anew where one belongs.
        window.location.assign("/");
      }}
    />
  );
}
