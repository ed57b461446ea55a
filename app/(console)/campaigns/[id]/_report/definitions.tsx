import { useTranslations } from "next-intl";
import { METRICS } from "@/server/reporting/schemas";
import { Definition } from "./metric-name";

/** Paper has no buttons: there the definitions stand below the figures. */
export function Definitions() {
  const t = useTranslations("reporting");
  return (
    <section aria-labelledby="definitions" className="hidden print:block">
      <h2 id="definitions" className="mb-3 font-semibold text-base">
        {t("definitions")}
      </h2>
      <dl className="columns-2 gap-8">
        {METRICS.map((metric) => (
          <div key={metric.key} className="mb-3 break-inside-avoid">
            <dt className="font-medium">{t(`metrics.${metric.key}.name`)}</dt>
            <dd>
              <Definition metric={metric} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
