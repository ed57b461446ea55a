"use client";

import { useMutation } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { switchWorkspace } from "@/app/(console)/_components/actions";

interface JoinButtonProps {
  token: string;
  workspaceId: string;
}

/** Accepts as the person who is signed in, and enters the workspace. */
export function JoinButton({ token, workspaceId }: JoinButtonProps) {
  const t = useTranslations("auth.invitation");
  const text = useCallErrorText();
  const trpc = useTRPC();
  const [isEntering, startEntering] = useTransition();
  const join = useMutation(
    trpc.invitations.join.mutationOptions({
      onSuccess: () => startEntering(() => switchWorkspace(workspaceId)),
    }),
  );
  return (
    <div className="flex flex-col gap-4">
      {join.error ? (
        <Banner tone="bad" isLive>
          {text(join.error)}
        </Banner>
      ) : null}
      <Button
        variant="primary"
        isLoading={join.isPending || isEntering}
        onClick={() => join.mutate({ token })}
      >
        {t("submitJoin")}
      </Button>
    </div>
  );
}

/** Signs out and opens the same invitation again. */
export function SwitchAccountButton({ path }: { path: string }) {
  const t = useTranslations("auth.invitation");
  const [isLeaving, setLeaving] = useState(false);

  async function leave() {
    setLeaving(true);
    await signOut({ callbackUrl: path }).catch(() => setLeaving(false));
  }

  return (
    <Button variant="primary" isLoading={isLeaving} onClick={leave}>
      {t("switchAccount")}
    </Button>
  );
}
