"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { TestResult } from "../../_components/types";

/** What a try to connect said, in one sentence, and the server's own words if it had any. */
export function TestOutcome({ result, at }: { result: TestResult; at: Date }) {
  const t = useTranslations("senders.servers.tests");
  const Icon = result.ok ? CircleCheck : CircleX;
  return (
    <div className="mt-2 flex items-start gap-2 text-xs">
      <Icon aria-hidden className={`mt-px size-4 shrink-0 ${result.ok ? "text-ok" : "text-bad"}`} />
      <div className="min-w-0">
        <p>
          {result.ok ? <Success result={result} /> : t(result.step)}{" "}
          <RelativeTime at={at} className="text-ink-muted" />
        </p>
        {!result.ok && result.reply ? (
          <UserText isMono className="block break-all text-ink-muted text-xs">
            {result.reply}
          </UserText>
        ) : null}
      </div>
    </div>
  );
}

function Success({ result }: { result: Extract<TestResult, { ok: true }> }) {
  const t = useTranslations("senders.servers.tests");
  const version = result.tls?.replace("TLSv", "TLS ") ?? null;
  return (
    <>
      {t(result.isAuthenticated ? "okSignedIn" : "ok")}{" "}
      {version ? <UserText>{`(${version})`}</UserText> : t("noTls")}
    </>
  );
}
