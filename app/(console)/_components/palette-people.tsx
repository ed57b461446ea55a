"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { UserText } from "@/app/_ui/user-text";
import { Group, Item } from "./palette-parts";

/** Typing rests this long before the server is asked. */
const REST_MS = 150;
const SHORTEST = 2;

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** People for what was typed, once typing rests; nothing is asked for a single letter. */
export function usePeople(text: string, isAllowed: boolean) {
  const trpc = useTRPC();
  const wanted = useRested(text.trim());
  const isAsked = isAllowed && wanted.length >= SHORTEST;
  const query = useQuery(
    trpc.contacts.search.queryOptions(
      { text: wanted },
      { enabled: isAsked, placeholderData: keepPreviousData },
    ),
  );
  return {
    people: isAsked ? (query.data ?? []) : [],
    isSearching: isAsked && query.isFetching,
    isFailed: isAsked && query.isError,
  };
}

type FoundPerson = ReturnType<typeof usePeople>["people"][number];

interface PeopleGroupProps {
  text: string;
  people: readonly FoundPerson[];
  onChoose: (href: string) => void;
}

/** People whose name, address or customer number begins with what was typed. */
export function PeopleGroup({ text, people, onChoose }: PeopleGroupProps) {
  const t = useTranslations("nav.palette");
  if (people.length === 0) return null;
  return (
    <Group heading={t("people")}>
      {people.map((person) => {
        const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
        const others = [person.email, person.externalId].filter(Boolean);
        const [first = "", ...rest] = name ? [name, ...others] : others;
        return (
          <Item
            key={person.id}
            id={`person-${person.id}`}
            icon={UserRound}
            // The server has matched already; the typed text itself keeps the line in the list.
            keywords={[text]}
            onSelect={() => onChoose(`/contacts/${person.id}`)}
          >
            <UserText className="shrink-0">{first}</UserText>
            <UserText className="min-w-0 truncate text-ink-muted text-xs">
              {rest.join(" · ")}
            </UserText>
          </Item>
        );
      })}
    </Group>
  );
}
