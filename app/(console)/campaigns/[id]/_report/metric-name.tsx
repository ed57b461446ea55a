import { Info } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Popover } from "@/app/_ui/popover";
import type { Metric, MetricKey } from "@/server/reporting/schemas";

type Named = Metric & { key: MetricKey };

/** A figure's name, and one click away what it means. */
export function MetricName({ metric }: { metric: Named }) {
  const t = useTranslations("reporting");
  const name = t(`metrics.${metric.key}.name`);
  return (
    <span className="inline-flex items-center gap-1">
      {name}
      <Popover
        title={name}
        trigger={
          <Button
            variant="ghost"
            size="small"
            aria-label={t("define", { name })}
            className="size-6 px-0 text-ink-muted print:hidden"
          >
            <Info aria-hidden />
          </Button>
        }
      >
        <Definition metric={metric} />
      </Popover>
    </span>
  );
}

/** Formula in words, base and kind of a figure. */
export function Definition({ metric }: { metric: Named }) {
  const t = useTranslations("reporting");
  return (
    <div className="flex flex-col gap-1 text-pretty">
      <p>{t(`metrics.${metric.key}.formula`)}</p>
      <p className="text-ink-muted text-xs">
        {metric.base ? t("base", { name: t(`metrics.${metric.base}.name`) }) : t("noBase")}
      </p>
      <p className="text-ink-muted text-xs">{t(`kinds.${metric.kind}`)}</p>
    </div>
  );
}
