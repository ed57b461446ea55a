"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Combobox } from "@/app/_ui/combobox";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import {
  type AttributeCondition,
  type Comparison,
  type Condition,
  FIELD_OPERATORS,
  type FieldOperator,
  PERSON_FIELDS,
  valuesOf,
} from "@/server/segments/schemas";
import { type BuilderChoices, typeOfField, WORDS_OF_TYPE } from "./choices";
import { NumberInput } from "./number-input";
import { ValueField } from "./value-field";
import { WindowField } from "./window-field";

interface SentenceProps<C extends Condition = Condition> {
  node: C;
  choices: BuilderChoices;
  today: string;
  onChange: (node: Condition) => void;
}

/** A row as a sentence whose words can be chosen. The order of its parts is the language's. */
export function ConditionSentence({ node, ...rest }: SentenceProps): ReactNode {
  switch (node.type) {
    case "attribute":
      return <AttributeSentence node={node} {...rest} />;
    case "orders":
      return <OrdersSentence node={node} {...rest} />;
    case "last_order":
      return <LastOrderSentence node={node} {...rest} />;
    case "consent":
      return <ConsentSentence node={node} {...rest} />;
    case "messages":
      return <MessagesSentence node={node} {...rest} />;
    default: {
      const never: never = node;
      return never;
    }
  }
}

type Of<T extends Condition["type"]> = SentenceProps<Extract<Condition, { type: T }>>;

/** Values that fit a new operator: kept where they can stay, else something to begin with. */
function fittingValues(node: AttributeCondition, operator: FieldOperator, today: string) {
  const { min, max } = valuesOf(operator);
  const isCount = (one: FieldOperator) => one === "last_days" || one === "next_days";
  if (isCount(operator)) return isCount(node.operator) ? node.values : [30];
  const isDated = operator === "before" || operator === "since";
  const kept = isCount(node.operator) ? [] : node.values.slice(0, max);
  const first = kept[0] ?? (isDated || operator === "between" ? today : undefined);
  if (min === 0) return [];
  if (min === 2) return first === undefined ? [] : [first, kept[1] ?? first];
  return first === undefined ? [] : [first, ...kept.slice(1)];
}

/** What a field of a type begins with. */
function firstValues(field: string, choices: BuilderChoices, today: string) {
  const type = typeOfField(field, choices);
  if (type === "number") return { operator: "at_least" as const, values: [0] };
  if (type === "boolean") return { operator: "is" as const, values: [true] };
  if (type === "text") return { operator: "is" as const, values: [] };
  return { operator: "since" as const, values: [today] };
}

function AttributeSentence({ node, choices, today, onChange }: Of<"attribute">) {
  const t = useTranslations("segments");
  const type = typeOfField(node.field, choices);
  const fields = [
    ...Object.keys(PERSON_FIELDS).map((key) => ({
      value: key,
      label: t(`fields.${key as keyof typeof PERSON_FIELDS}`),
    })),
    ...choices.attributes.map(({ key, label }) => ({ value: `attributes.${key}`, label })),
  ];
  return t.rich("sentence.attribute", {
    field: () => (
      <Combobox
        aria-label={t("field")}
        options={fields}
        value={node.field}
        onValueChange={(field) => {
          if (field && field !== node.field) {
            onChange({ ...node, field, ...firstValues(field, choices, today) });
          }
        }}
        className="w-44"
      />
    ),
    operator: () => (
      <Select<FieldOperator>
        aria-label={t("comparison")}
        value={node.operator}
        onValueChange={(operator) =>
          onChange({ ...node, operator, values: fittingValues(node, operator, today) })
        }
        options={FIELD_OPERATORS[type].map((operator) => ({
          value: operator,
          label: t(`operators.${WORDS_OF_TYPE[type]}.${operator as "is_set"}`),
        }))}
        className="w-auto"
      />
    ),
    value: () => (
      <ValueField
        node={node}
        type={type}
        onValueChange={(values) => onChange({ ...node, values })}
      />
    ),
  });
}

const COMPARISONS = ["at_least", "at_most", "exactly"] as const;

interface CountProps {
  comparison: Comparison;
  value: number;
  digits?: number;
  onChange: (next: { comparison: Comparison; value: number }) => void;
}

function CountField({ comparison, value, digits, onChange }: CountProps) {
  const t = useTranslations("segments");
  return (
    <span className="inline-flex items-center gap-1.5">
      <Select<Comparison>
        aria-label={t("comparison")}
        value={comparison}
        onValueChange={(next) => onChange({ comparison: next, value })}
        options={COMPARISONS.map((one) => ({ value: one, label: t(`comparisons.${one}`) }))}
        className="w-auto"
      />
      <NumberInput
        label={t("value")}
        value={value}
        digits={digits}
        max={digits ? 1e12 : 1_000_000}
        onValueChange={(next) => onChange({ comparison, value: next })}
        className={digits ? "w-28 text-right tabular" : undefined}
      />
    </span>
  );
}

function OrdersSentence({ node, choices, today, onChange }: Of<"orders">) {
  const t = useTranslations("segments");
  const { comparison, value } = node;
  const slots = {
    count: () => (
      <CountField
        comparison={comparison}
        value={value}
        digits={node.measure === "total" ? 2 : undefined}
        onChange={(next) => onChange({ ...node, ...next })}
      />
    ),
    window: () => (
      <WindowField
        value={node.window}
        today={today}
        onValueChange={(window) => onChange({ ...node, window })}
      />
    ),
  };
  if (node.measure === "count") {
    return t.rich("sentence.orders", { ...slots, number: value });
  }
  return t.rich("sentence.total", {
    ...slots,
    currency: () => (
      <Select
        aria-label={t("currency")}
        value={node.currency}
        onValueChange={(currency) => onChange({ ...node, currency })}
        options={choices.currencies.map((code) => ({
          value: code,
          label: <UserText>{code}</UserText>,
        }))}
        className="w-auto"
      />
    ),
  });
}

function LastOrderSentence({ node, today, onChange }: Of<"last_order">) {
  const t = useTranslations("segments");
  return t.rich("sentence.lastOrder", {
    window: () => (
      <WindowField
        value={node.window}
        today={today}
        onValueChange={(window) => onChange({ ...node, window })}
      />
    ),
  });
}

const CONSENTS = ["granted", "not_granted", "withdrawn"] as const;

function ConsentSentence({ node, choices, onChange }: Of<"consent">) {
  const t = useTranslations("segments");
  return t.rich("sentence.consent", {
    is: () => (
      <Select<(typeof CONSENTS)[number]>
        aria-label={t("consent")}
        value={node.is}
        onValueChange={(is) => onChange({ ...node, is })}
        options={CONSENTS.map((one) => ({ value: one, label: t(`consents.${one}`) }))}
        className="w-auto"
      />
    ),
    topic: () => (
      <Select
        aria-label={t("topic")}
        value={node.topicId}
        onValueChange={(topicId) => onChange({ ...node, topicId })}
        options={choices.topics.map((topic) => ({
          value: topic.id,
          label: <UserText>{topic.name}</UserText>,
          hint: <UserText>{topic.brandName}</UserText>,
        }))}
        placeholder={t("chooseTopic")}
        className="w-auto max-w-64"
      />
    ),
  });
}

const DEEDS = ["received", "opened", "clicked"] as const;
const ANY_CAMPAIGN = "any";

function MessagesSentence({ node, choices, today, onChange }: Of<"messages">) {
  const t = useTranslations("segments");
  const { comparison, value } = node;
  return t.rich("sentence.messages", {
    number: value,
    did: () => (
      <Select<(typeof DEEDS)[number]>
        aria-label={t("deed")}
        value={node.did}
        onValueChange={(did) => onChange({ ...node, did })}
        options={DEEDS.map((one) => ({ value: one, label: t(`deeds.${one}`) }))}
        className="w-auto"
      />
    ),
    count: () => (
      <CountField
        comparison={comparison}
        value={value}
        onChange={(next) => onChange({ ...node, ...next })}
      />
    ),
    campaign: () => (
      <Combobox
        aria-label={t("campaign")}
        options={[
          { value: ANY_CAMPAIGN, label: t("anyCampaign") },
          ...choices.campaigns.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={node.campaignId ?? ANY_CAMPAIGN}
        onValueChange={(chosen) =>
          onChange({ ...node, campaignId: chosen === ANY_CAMPAIGN ? null : chosen })
        }
        className="w-52"
      />
    ),
    window: () => (
      <WindowField
        value={node.window}
        today={today}
        onValueChange={(window) => onChange({ ...node, window })}
      />
    ),
  });
}
