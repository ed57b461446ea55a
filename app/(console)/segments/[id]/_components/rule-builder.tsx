"use client";

import {
  ArrowDown,
  ArrowUp,
  CopyPlus,
  Ellipsis,
  Group as GroupIcon,
  Plus,
  Trash2,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { useErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_ui/menu";
import { NumberText } from "@/app/_ui/number";
import { Select } from "@/app/_ui/select";
import { type Group, MAX_DEPTH, type RuleNode } from "@/server/segments/schemas";
import type { BuilderChoices, Problem } from "../../_components/choices";
import { ConditionSentence } from "../../_components/condition-sentence";
import { newRow, offeredKinds, type RowKind } from "../../_components/new-rows";
import {
  freshId,
  insertNode,
  moveNode,
  placeOfNode,
  removeNode,
  replaceNode,
  stepOf,
} from "../../_components/rule-tree";
import type { RuleEditing } from "./use-rule";

interface BuilderProps {
  editing: RuleEditing;
  choices: BuilderChoices;
  problems: readonly Problem[];
  /** People each row would mean alone, by its id; absent while it is not known. */
  counts: Readonly<Record<string, number>>;
  today: string;
}

/** The rule as nested groups of sentences. */
export function RuleBuilder(props: BuilderProps) {
  const { rule } = props.editing;
  return <GroupBox group={rule.root} depth={1} {...props} />;
}

interface GroupProps extends BuilderProps {
  group: Group;
  depth: number;
}

const MATCHES = ["all", "any", "none", "notAll"] as const;
type Match = (typeof MATCHES)[number];

const matchOf = (group: Group): Match => {
  if (group.match === "all") return group.isNot ? "notAll" : "all";
  return group.isNot ? "none" : "any";
};
const asGroup: Record<Match, Pick<Group, "match" | "isNot">> = {
  all: { match: "all", isNot: false },
  any: { match: "any", isNot: false },
  none: { match: "any", isNot: true },
  notAll: { match: "all", isNot: true },
};

function GroupBox({ group, depth, ...props }: GroupProps) {
  const t = useTranslations("segments");
  const { editing, choices } = props;
  const { rule } = editing;
  const isRoot = depth === 1;
  const word = group.match === "all" ? t("and") : t("or");
  return (
    <section
      aria-label={t(isRoot ? "rule" : "group")}
      className={cn("min-w-0", !isRoot && "rounded-md border border-line bg-sunken/60 p-3")}
    >
      <div className="flex flex-wrap items-center gap-2">
        {t.rich("match", {
          how: () => (
            <Select<Match>
              aria-label={t("matchLabel")}
              value={matchOf(group)}
              onValueChange={(match) =>
                editing.set(replaceNode(rule, { ...group, ...asGroup[match] }), `${group.id}.match`)
              }
              options={MATCHES.map((match) => ({ value: match, label: t(`matches.${match}`) }))}
              className="w-auto"
            />
          ),
        })}
        {isRoot ? null : <RowEnd node={group} {...props} />}
      </div>
      {group.children.length > 0 ? (
        <ol className="mt-3 flex flex-col gap-1">
          {group.children.map((child, index) => (
            <li key={child.id} className="min-w-0">
              {index > 0 ? (
                <p aria-hidden className="py-0.5 pl-1 font-medium text-ink-muted text-xs">
                  {word}
                </p>
              ) : null}
              {child.type === "group" ? (
                <GroupBox group={child} depth={depth + 1} {...props} />
              ) : (
                <Row node={child} {...props} />
              )}
            </li>
          ))}
        </ol>
      ) : (
        <p className="mt-3 text-ink-muted">{t(isRoot ? "noRows" : "emptyGroup")}</p>
      )}
      <AddRow
        kinds={offeredKinds(choices).filter((kind) => kind !== "group" || depth < MAX_DEPTH)}
        onAdd={(kind) => {
          const node = newRow(kind, freshId(rule), choices);
          editing.set(insertNode(rule, node, { groupId: group.id }), `add.${node.id}`);
        }}
      />
    </section>
  );
}

function AddRow({ kinds, onAdd }: { kinds: readonly RowKind[]; onAdd: (kind: RowKind) => void }) {
  const t = useTranslations("segments");
  return (
    <div className="mt-3">
      <Menu
        align="start"
        trigger={
          <Button size="small">
            <Plus aria-hidden />
            {t("addRow")}
          </Button>
        }
      >
        {kinds.map((kind) => (
          <MenuItem key={kind} onSelect={() => onAdd(kind)}>
            {t(`rows.${kind}`)}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

function Row({ node, ...props }: BuilderProps & { node: Exclude<RuleNode, Group> }) {
  const { editing, choices, today, problems } = props;
  const t = useTranslations("segments");
  const errorText = useErrorText();
  const own = problems.filter((problem) => problem.nodeId === node.id);
  return (
    <div
      className={cn(
        "min-w-0 rounded-md border bg-surface px-3 py-2",
        own.length > 0 ? "border-bad/50" : "border-line",
      )}
    >
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1.5">
        <ConditionSentence
          node={node}
          choices={choices}
          today={today}
          onChange={(next) => editing.set(replaceNode(editing.rule, next), node.id)}
        />
        <RowEnd node={node} {...props} />
      </div>
      {own.map((problem) => (
        <p
          key={`${problem.part}.${problem.code}`}
          role="alert"
          className="mt-1 text-bad-ink text-xs"
        >
          {problem.code === "VALUE_REQUIRED" ? t("needsValue") : errorText(problem.code)}
        </p>
      ))}
    </div>
  );
}

/** What stands at the end of a row: how many it means alone, and what can be done with it. */
function RowEnd({ node, editing, counts }: BuilderProps & { node: RuleNode }) {
  const t = useTranslations("segments");
  const { rule } = editing;
  const people = counts[node.id];
  const step = (way: "up" | "down") => {
    const to = stepOf(rule, node.id, way);
    return to ? () => editing.set(moveNode(rule, node.id, to), `move.${node.id}.${way}`) : null;
  };
  const [up, down] = [step("up"), step("down")];
  const copy = () => {
    const place = placeOfNode(rule, node.id);
    if (!place) return;
    const { group, index } = place;
    const made = renamed(node, rule);
    editing.set(insertNode(rule, made, { groupId: group.id, index: index + 1 }), `copy.${made.id}`);
  };
  const wrap = () => {
    const id = freshId(rule);
    const group: Group = { id, type: "group", match: "any", isNot: false, children: [node] };
    const place = placeOfNode(rule, node.id);
    if (!place) return;
    const without = removeNode(rule, node.id);
    const at = { groupId: place.group.id, index: place.index };
    editing.set(insertNode(without, group, at), `wrap.${node.id}`);
  };
  return (
    <span className="ml-auto flex shrink-0 items-center gap-1">
      <span className="min-w-12 text-right text-ink-muted text-xs" title={t("rowCount")}>
        {people === undefined ? (
          ""
        ) : (
          <>
            <span className="sr-only">{t("rowCount")}: </span>
            <NumberText value={people} />
          </>
        )}
      </span>
      <Menu trigger={<IconButton icon={Ellipsis} label={t("rowMenu")} size="small" />}>
        <MenuItem icon={ArrowUp} disabled={!up} onSelect={() => up?.()}>
          {t("moveUp")}
        </MenuItem>
        <MenuItem icon={ArrowDown} disabled={!down} onSelect={() => down?.()}>
          {t("moveDown")}
        </MenuItem>
        <MenuItem icon={CopyPlus} onSelect={copy}>
          {t("duplicateRow")}
        </MenuItem>
        <MenuItem icon={GroupIcon} onSelect={wrap}>
          {t("wrap")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={Trash2}
          isDangerous
          onSelect={() => editing.set(removeNode(rule, node.id), `remove.${node.id}`)}
        >
          {t("removeRow")}
        </MenuItem>
      </Menu>
    </span>
  );
}

/** A copy of a node in which everything has an id of its own. */
function renamed(node: RuleNode, rule: BuilderProps["editing"]["rule"]): RuleNode {
  let next = rule;
  const rename = (one: RuleNode): RuleNode => {
    const id = freshId(next);
    // Taken from now on: the next look-up must not find it free.
    next = insertNode(
      next,
      { id, type: "last_order", window: { kind: "ever" } },
      { groupId: rule.root.id },
    );
    return one.type === "group"
      ? { ...one, id, children: one.children.map(rename) }
      : { ...one, id };
  };
  return rename(node);
}
