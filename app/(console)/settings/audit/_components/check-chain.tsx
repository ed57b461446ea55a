"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";

/** Replays the hash chain on the server and tells what it found. */
export function CheckChain() {
  const t = useTranslations("audit.audit");
  const text = useCallErrorText();
  const trpc = useTRPC();
  const check = useQuery(trpc.audit.verify.queryOptions(undefined, { enabled: false, retry: 0 }));

  async function run() {
    const { data, error } = await check.refetch();
    if (error) toast.error(text(error));
    else if (data?.brokenAt) toast.error(t("broken", { seq: data.brokenAt }));
    else if (data) toast.success(t("intact", { count: data.entries }));
  }

  return (
    <Button variant="primary" isLoading={check.isFetching} onClick={run}>
      <ShieldCheck aria-hidden />
      {t("check")}
    </Button>
  );
}
