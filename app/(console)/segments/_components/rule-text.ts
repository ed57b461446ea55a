"use client";

import { useFormatter, useTranslations } from "next-intl";
import type {
  AttributeCondition,
  Comparison,
  Condition,
  ConsentCondition,
  Group,
  MessagesCondition,
  RuleNode,
  SegmentRule,
  Window,
} from "@/server/segments/schemas";
import { type BuilderChoices, typeOfField, WORDS_OF_TYPE } from "./choices";

/** Returns the words of a rule, to be read and not to be changed. */
export function useRuleText(choices: BuilderChoices): (rule: SegmentRule) => string {
  const t = useTranslations("segments");
  const format = useFormatter();

  const day = (text: string) =>
    format.dateTime(new Date(`${text}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });

  function windowText(window: Window): string {
    switch (window.kind) {
      case "ever":
        return t("window.everText");
      case "last":
      case "earlier":
        return t(`window.${window.kind}Text`, { count: window.days });
      case "between":
        return t("window.betweenText", { from: day(window.from), to: day(window.to) });
      case "before":
      case "since":
        return t(`window.${window.kind}Text`, { day: day(window.day) });
      default: {
        const never: never = window;
        return never;
      }
    }
  }

  function valueText(node: AttributeCondition): string {
    const type = typeOfField(node.field, choices);
    const one = (value: AttributeCondition["values"][number]) => {
      if (typeof value === "boolean") return t(value ? "yes" : "no");
      if (typeof value === "number") return format.number(value);
      return type === "text" ? `“${value}”` : day(value);
    };
    if (node.operator === "last_days" || node.operator === "next_days") {
      return t("dayCount", { count: Number(node.values[0] ?? 0) });
    }
    const isRange = node.operator === "between";
    return format.list(node.values.map(one), { type: isRange ? "conjunction" : "disjunction" });
  }

  function fieldText(field: string): string {
    const key = field.replace("attributes.", "");
    const known = choices.attributes.find((attribute) => attribute.key === key);
    return known?.label ?? (t.has(`fields.${field}`) ? t(`fields.${field as "email"}`) : field);
  }

  const plain = (slots: Record<string, string>) =>
    Object.fromEntries(Object.entries(slots).map(([name, text]) => [name, () => text]));
  const counted = (one: { comparison: Comparison; value: number }) =>
    `${t(`comparisons.${one.comparison}`)} ${format.number(one.value)}`;

  function attributeText(node: AttributeCondition): string {
    const type = typeOfField(node.field, choices);
    const operator = t(`operators.${WORDS_OF_TYPE[type]}.${node.operator as "is_set"}`);
    const slots = { field: fieldText(node.field), operator, value: valueText(node) };
    return t.markup("sentence.attribute", plain(slots));
  }

  function consentText(node: ConsentCondition): string {
    const topic = choices.topics.find((one) => one.id === node.topicId)?.name ?? "–";
    const slots = { is: t(`consents.${node.is}`), topic: `“${topic}”` };
    return t.markup("sentence.consent", plain(slots));
  }

  function messagesText(node: MessagesCondition): string {
    const name = choices.campaigns.find((one) => one.id === node.campaignId)?.name;
    const slots = {
      did: t(`deeds.${node.did}`),
      count: counted(node),
      campaign: name ? `“${name}”` : t("anyCampaign"),
      window: windowText(node.window),
    };
    return t.markup("sentence.messages", { ...plain(slots), number: node.value });
  }

  function conditionText(node: Condition): string {
    switch (node.type) {
      case "attribute":
        return attributeText(node);
      case "orders": {
        const window = windowText(node.window);
        const slots = plain({ count: counted(node), window, currency: node.currency ?? "" });
        const key = node.measure === "count" ? "sentence.orders" : "sentence.total";
        return t.markup(key, { ...slots, number: node.value });
      }
      case "last_order":
        return t.markup("sentence.lastOrder", plain({ window: windowText(node.window) }));
      case "consent":
        return consentText(node);
      case "messages":
        return messagesText(node);
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  function groupText(group: Group): string {
    const parts = group.children.map(nodeText).filter((text) => text !== "");
    const joined = parts.join(` ${t(group.match === "all" ? "and" : "or")} `);
    return group.isNot ? t("notText", { rule: joined }) : joined;
  }

  function nodeText(node: RuleNode): string {
    if (node.type !== "group") return conditionText(node).replace(/\s+/g, " ").trim();
    return node.children.length > 1 && !node.isNot ? `(${groupText(node)})` : groupText(node);
  }

  return (rule) => {
    const text = groupText(rule.root);
    return rule.moment.kind === "day"
      ? t("momentText", { rule: text, day: day(rule.moment.day) })
      : text;
  };
}
