"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import type { SegmentRule } from "@/server/segments/schemas";
import type { Problem } from "../../_components/choices";
import { nodeOf } from "../../_components/rule-tree";

/** How long somebody must rest before the rule is asked. */
const REST_MS = 350;

/** The rule as it stood when its author last rested. */
function useRested(rule: SegmentRule): SegmentRule {
  const [rested, setRested] = useState(rule);
  useEffect(() => {
    const timer = setTimeout(() => setRested(rule), REST_MS);
    return () => clearTimeout(timer);
  }, [rule]);
  return rested;
}

interface Answer {
  rule: SegmentRule;
  problems: readonly Problem[];
}

/**
 * The faults of rows that stand as they were asked. A row that was changed since has lost its fault
 * at once: the line below it does not wait for an answer and then move what somebody is pointing at.
 */
function standing({ rule, problems }: Answer, now: SegmentRule): readonly Problem[] {
  return problems.filter(({ nodeId }) => nodeOf(now, nodeId) === nodeOf(rule, nodeId));
}

/** The live count of a rule and of its rows, each asked once the one before is there. */
export function useRuleCount(rule: SegmentRule) {
  const trpc = useTRPC();
  const rested = useRested(rule);
  const isEmpty = rested.root.children.length === 0;
  const whole = useQuery(
    trpc.segments.countRule.queryOptions(
      { rule: rested },
      { placeholderData: keepPreviousData, enabled: !isEmpty, retry: false },
    ),
  );
  const [answer, setAnswer] = useState<Answer>({ rule, problems: [] });
  const problems = whole.isPlaceholderData ? undefined : whole.data?.problems;
  // Also where the same was asked before: a row that was changed and changed back has its fault again.
  if (problems && (problems !== answer.problems || rested !== answer.rule))
    setAnswer({ rule: rested, problems });
  const rows = useQuery(
    trpc.segments.countRows.queryOptions(
      { rule: rested },
      {
        placeholderData: keepPreviousData,
        enabled: !isEmpty && whole.isSuccess && !whole.isPlaceholderData,
        retry: false,
      },
    ),
  );
  return {
    rested,
    isEmpty,
    /** Null while a row has a fault or there is none. */
    people: isEmpty ? 0 : (whole.data?.people ?? null),
    problems: isEmpty ? [] : standing(answer, rule),
    /** The rule as it was last asked cannot be asked, nor saved. */
    isFaulty: !isEmpty && answer.problems.length > 0,
    counts: isEmpty ? {} : (rows.data ?? {}),
    isCounting: rested !== rule || whole.isFetching,
    failure: whole.error,
    retry: () => void whole.refetch(),
  };
}

export type RuleCounting = ReturnType<typeof useRuleCount>;
