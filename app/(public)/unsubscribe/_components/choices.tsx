import { own, type PublicTexts } from "@/app/(public)/_components/texts";
import type { Subscription, UnsubscribeView } from "@/server/consent";
import { UNSUBSCRIBE_REASONS } from "@/server/consent/schemas";

export interface ChoicesProps {
  texts: PublicTexts;
  view: UnsubscribeView;
  /** Names this showing of the page, so that its result can take back its own rows. */
  visit: string;
  /** The form came back without a choice. */
  isChoiceMissing: boolean;
}

function Hidden({ texts, visit }: Pick<ChoicesProps, "texts" | "visit">) {
  return (
    <>
      <input type="hidden" name="visit" value={visit} />
      <input type="hidden" name="language" value={texts.locale} />
    </>
  );
}

function Choice({ topic, isChosen, texts }: ChoiceProps) {
  return (
    <label className="choice">
      <input type="checkbox" name="topicIds" value={topic.id} defaultChecked={isChosen} />
      <span>
        <span translate="no">{topic.name}</span>
        {topic.description ? <small translate="no">{topic.description}</small> : null}
        {topic.pausedUntil ? <Paused texts={texts} until={topic.pausedUntil} /> : null}
      </span>
    </label>
  );
}

interface ChoiceProps {
  topic: Subscription;
  isChosen: boolean;
  texts: PublicTexts;
}

function Paused({ texts, until }: { texts: PublicTexts; until: Date }) {
  const date = own(texts.format.dateTime(until, "date"));
  return <small>{texts.t.rich("unsubscribe.paused", { date })}</small>;
}

function Reason({ texts }: { texts: PublicTexts }) {
  return (
    <label className="field">
      <span>{texts.t("unsubscribe.reason")}</span>
      <select name="reason" defaultValue="">
        <option value="">{texts.t("unsubscribe.reasons.none")}</option>
        {UNSUBSCRIBE_REASONS.map((reason) => (
          <option key={reason} value={reason}>
            {texts.t(`unsubscribe.reasons.${reason}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function TopicsForm(props: ChoicesProps) {
  const { texts, view } = props;
  const shown = [...(view.topic.isReceived ? [view.topic] : []), ...view.others];
  const [only] = shown;
  if (!only) return null;
  return (
    <form method="post">
      <Hidden {...props} />
      {shown.length === 1 && view.topic.isReceived ? (
        <input type="hidden" name="topicIds" value={only.id} />
      ) : (
        <fieldset aria-describedby={props.isChoiceMissing ? "choice-missing" : undefined}>
          <legend>
            {texts.t(view.topic.isReceived ? "unsubscribe.which" : "unsubscribe.alsoReceived")}
          </legend>
          {shown.map((topic) => (
            <Choice
              key={topic.id}
              topic={topic}
              isChosen={topic.id === view.topic.id}
              texts={texts}
            />
          ))}
        </fieldset>
      )}
      {view.topic.isReceived ? <Reason texts={texts} /> : null}
      <button className="primary" type="submit" name="act" value="topics">
        {texts.t("unsubscribe.submit")}
      </button>
    </form>
  );
}

function PauseForm(props: ChoicesProps) {
  const { texts, view } = props;
  if (!view.topic.isReceived && view.others.length === 0) return null;
  const { t } = texts;
  return (
    <section>
      <h2>{t("unsubscribe.pauseTitle")}</h2>
      <p className="muted">
        {t.rich("unsubscribe.pauseText", { brand: own(view.kit.brand.name) })}
      </p>
      <form method="post">
        <Hidden {...props} />
        <div className="row">
          <button type="submit" name="act" value="pause30">
            {t("unsubscribe.pause30")}
          </button>
          <button type="submit" name="act" value="pause90">
            {t("unsubscribe.pause90")}
          </button>
        </div>
      </form>
    </section>
  );
}

/** Measuring ends as easily as mail does, and without it. */
function TrackingForm(props: ChoicesProps) {
  const { texts, view } = props;
  if (!view.tracking) return null;
  const brand = own(view.kit.brand.name);
  return (
    <section>
      <h2 translate="no">{view.tracking.name}</h2>
      <p className="muted">{texts.t.rich("unsubscribe.trackingText", { brand })}</p>
      <form method="post">
        <Hidden {...props} />
        <button type="submit" name="act" value="tracking">
          {texts.t("unsubscribe.trackingSubmit")}
        </button>
      </form>
    </section>
  );
}

/** Everything a person can end or rest from a link: each choice one real button, no script. */
export function Choices(props: ChoicesProps) {
  const { view, texts } = props;
  const { t } = texts;
  const { brand, entity } = view.kit;
  const heading = view.topic.isReceived ? "unsubscribe.heading" : "unsubscribe.headingStopped";
  return (
    <>
      <h1>{t.rich(heading, { topic: own(view.topic.name) })}</h1>
      <p className="muted">
        {t.rich("unsubscribe.about", { brand: own(brand.name), address: own(view.maskedAddress) })}
      </p>
      {view.topic.pausedUntil ? (
        <p>
          <Paused texts={texts} until={view.topic.pausedUntil} />
        </p>
      ) : null}
      {props.isChoiceMissing ? (
        <div className="note bad" role="alert" id="choice-missing">
          <p>{t("unsubscribe.chooseOne")}</p>
        </div>
      ) : null}
      <TopicsForm {...props} />
      <PauseForm {...props} />
      <TrackingForm {...props} />
      <section>
        <h2>{t("unsubscribe.allTitle")}</h2>
        <p className="muted">{t.rich("unsubscribe.allText", { entity: own(entity.name) })}</p>
        <form method="post">
          <Hidden {...props} />
          <button type="submit" name="act" value="all">
            {t.rich("unsubscribe.allSubmit", { entity: own(entity.name) })}
          </button>
        </form>
      </section>
    </>
  );
}
