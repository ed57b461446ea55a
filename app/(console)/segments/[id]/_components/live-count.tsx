"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { NumberText } from "@/app/_ui/number";
import type { RuleCounting } from "./use-rule-count";

/** How many people the rule means at this moment, saved or not. */
export function LiveCount({ counting }: { counting: RuleCounting }) {
  const t = useTranslations("segments");
  const common = useTranslations("common");
  const errorText = useCallErrorText();
  const { people, isCounting, failure, retry, problems } = counting;
  if (failure) {
    return (
      <div role="alert" className="flex flex-wrap items-center gap-2 text-bad-ink">
        {errorText(failure)}
        <Button size="small" onClick={retry}>
          {common("retry")}
        </Button>
      </div>
    );
  }
  return (
    <p aria-live="polite" className="flex items-baseline gap-2" aria-busy={isCounting}>
      {people === null ? (
        <span className="text-ink-muted">{t(problems.length > 0 ? "faulty" : "counting")}</span>
      ) : (
        <>
          <strong className="font-semibold text-xl">
            <NumberText value={people} />
          </strong>
          <span className="text-ink-muted">
            {t("people", { count: people })}
            {isCounting ? ` · ${t("counting")}` : ""}
          </span>
        </>
      )}
    </p>
  );
}
