"use client";

import { useQuery } from "@tanstack/react-query";
import { Dices, UserRoundX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useTRPC, useTRPCClient } from "@/app/_trpc/client";
import { Combobox } from "@/app/_ui/combobox";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { toast } from "@/app/_ui/toast";

/** As whom the letter is shown. */
export interface PreviewPerson {
  id: string;
  label: string;
}

interface PersonChoiceProps {
  campaignId: string;
  person: PreviewPerson | null;
  onPerson: (person: PreviewPerson | null) => void;
}

function labelOf(person: {
  id: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
}): PreviewPerson {
  const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
  const parts = [name, person.email].filter(Boolean);
  return { id: person.id, label: parts.join(" · ") || person.id };
}

/** Anybody by name or address, somebody by chance, or somebody about whom nothing is known. */
export function PersonChoice({ campaignId, person, onPerson }: PersonChoiceProps) {
  const t = useTranslations("campaigns.editor.preview");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const errorText = useCallErrorText();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const found = useQuery({
    ...trpc.contacts.search.queryOptions({ text: wanted }),
    enabled: wanted.length > 0,
  });
  const people = (wanted ? (found.data ?? []) : []).map(labelOf);
  const options = person && !people.some((p) => p.id === person.id) ? [person, ...people] : people;

  async function pickRandom() {
    try {
      const someone = await client.campaigns.randomPerson.query({ id: campaignId });
      if (someone) onPerson(labelOf(someone));
      else toast.message(t("nobodyReachable"));
    } catch (error) {
      toast.error(errorText(error));
    }
  }

  return (
    <div className="flex items-center gap-1">
      <Combobox
        aria-label={t("person")}
        placeholder={t("nobody")}
        options={options.map((p) => ({ value: p.id, label: p.label }))}
        value={person?.id ?? null}
        onValueChange={(id) => onPerson(options.find((p) => p.id === id) ?? null)}
        onSearch={setText}
        isSearching={found.isFetching}
        isUserData
      />
      <IconButton icon={Dices} label={t("random")} onClick={pickRandom} />
      <IconButton
        icon={UserRoundX}
        label={t("empty")}
        aria-pressed={person === null}
        onClick={() => onPerson(null)}
      />
    </div>
  );
}
