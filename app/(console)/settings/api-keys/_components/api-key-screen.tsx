"use client";

import { KeyRound, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { UserText } from "@/app/_ui/user-text";
import { ApiKeyTable } from "./api-key-table";
import { CreateKeyDialog } from "./create-key-dialog";
import { curlOf } from "./curl";
import type { ApiKey, Shop } from "./types";

interface ApiKeyScreenProps {
  keys: readonly ApiKey[];
  shop: Shop;
}

/**
 * The keys of the workspace. The dialog stands here and not at its button: the first key replaces
 * the empty state, and must still be readable then.
 */
export function ApiKeyScreen({ keys, shop }: ApiKeyScreenProps) {
  const t = useTranslations("settings.apiKeys");
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const create = (
    <Button ref={button} variant="primary" onClick={() => setOpen(true)}>
      <Plus aria-hidden />
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={keys.length > 0 ? create : null}
      />
      {keys.length > 0 ? (
        <ApiKeyTable keys={keys} />
      ) : (
        <EmptyState
          icon={KeyRound}
          title={t("emptyTitle")}
          description={t.rich("emptyText", {
            file: () => <UserText isMono>docs/api.md</UserText>,
          })}
          action={create}
          sample={<Sample shop={shop} />}
        />
      )}
      <CreateKeyDialog isOpen={isOpen} onOpenChange={setOpen} returnTo={button} shop={shop} />
    </>
  );
}

function Sample({ shop }: { shop: Shop }) {
  const t = useTranslations("settings.apiKeys");
  return (
    <figure className="rounded-md border bg-surface">
      <figcaption className="border-b px-3 py-2 text-ink-muted text-xs">{t("sample")}</figcaption>
      <pre
        translate="no"
        className="whitespace-pre-wrap break-words px-3 py-2 font-mono text-xs leading-5"
      >
        {curlOf(shop, "$KAIROS_KEY", "2026-03-01T10:15:00Z")}
      </pre>
    </figure>
  );
}
