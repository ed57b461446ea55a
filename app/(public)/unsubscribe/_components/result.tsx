import type { ReactNode } from "react";
import { own, type PublicTexts } from "@/app/(public)/_components/texts";
import type { UnsubscribeResult } from "@/server/consent";

interface ResultProps {
  texts: PublicTexts;
  result: UnsubscribeResult;
  visit: string;
}

interface Said {
  title: ReactNode;
  text: ReactNode;
  list: string[];
}

function sayPause({ texts, result }: ResultProps): Said {
  const { t, format } = texts;
  const brand = own(result.view.kit.brand.name);
  if (!result.pausedUntil) {
    return {
      title: t("unsubscribe.donePauseNone"),
      text: t.rich("unsubscribe.donePauseNoneText", { brand }),
      list: [],
    };
  }
  const date = own(format.dateTime(result.pausedUntil, "date"));
  return {
    title: t.rich("unsubscribe.donePause", { date }),
    text: t.rich("unsubscribe.donePauseText", { brand }),
    list: [],
  };
}

function say(props: ResultProps): Said {
  const { texts, result } = props;
  const { t } = texts;
  switch (result.act) {
    case "topics":
      return {
        title: t("unsubscribe.doneTopics"),
        text: t(result.names.length > 0 ? "unsubscribe.doneTopicsText" : "unsubscribe.doneAlready"),
        list: result.names,
      };
    case "tracking":
      return {
        title: t("unsubscribe.doneTracking"),
        text: t.rich("unsubscribe.doneTrackingText", { brand: own(result.view.kit.brand.name) }),
        list: [],
      };
    case "all": {
      const entity = own(result.view.kit.entity.name);
      return {
        title: t("unsubscribe.doneAll"),
        text: t.rich("unsubscribe.doneAllText", { entity }),
        list: [],
      };
    }
    case "pause30":
    case "pause90":
      return sayPause(props);
    case "undo":
      return { title: t("unsubscribe.doneUndo"), text: t("unsubscribe.doneUndoText"), list: [] };
    default: {
      const never: never = result.act;
      return never;
    }
  }
}

function Undo({ texts, result, visit }: ResultProps) {
  if (!result.undo) return null;
  const time = own(texts.format.dateTime(result.undo.until, "time"));
  return (
    <section>
      <p>{texts.t.rich("unsubscribe.undoUntil", { time })}</p>
      <form method="post">
        <input type="hidden" name="visit" value={visit} />
        <input type="hidden" name="language" value={texts.locale} />
        <input type="hidden" name="undo" value={result.undo.token} />
        <button type="submit" name="act" value="undo">
          {texts.t("unsubscribe.undo")}
        </button>
      </form>
    </section>
  );
}

/** What an act came to, with the one way to take it back. */
export function Result(props: ResultProps) {
  const { texts, result } = props;
  const said = say(props);
  const isEnd = result.act === "topics" || result.act === "all";
  return (
    <>
      <h1>{said.title}</h1>
      <p>{said.text}</p>
      {said.list.length > 0 ? (
        <ul>
          {said.list.map((name) => (
            <li key={name} translate="no">
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      {isEnd ? <p className="muted">{texts.t("unsubscribe.onItsWay")}</p> : null}
      <p>
        <a href={`?lang=${texts.locale}`}>{texts.t("unsubscribe.back")}</a>
      </p>
      <Undo {...props} />
    </>
  );
}

/** The undo came too late, or something else happened since. */
export function UndoExpired({ texts }: { texts: PublicTexts }) {
  return (
    <>
      <h1>{texts.t("unsubscribe.undoExpired")}</h1>
      <p>{texts.t("unsubscribe.undoExpiredText")}</p>
      <p>
        <a href={`?lang=${texts.locale}`}>{texts.t("unsubscribe.back")}</a>
      </p>
    </>
  );
}
