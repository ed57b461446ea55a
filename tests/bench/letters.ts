/**
 * `npx tsx tests/bench/letters.ts`: how long a letter of every part takes to compile, once per
 * version, and how many people's letters one process renders in a second, as they are shown and as
 * whole mails (encoded, with headers).
 */

import { compileDraft } from "@/server/content";
import { renderEncoded, renderLetter } from "@/server/content/render";
import { composeMime, mimeBytes } from "@/server/delivery/mime";
import { EVERY_PART } from "../support/every-part";
import { ANA, KIT, LINKS } from "../support/letters";

const input = { kit: KIT, topicName: "Newsletter" };
const product = {
  name: "Bean",
  url: "https://nord.example/p",
  image: "https://nord.example/p.png",
};
const products = { p0: [1, 2].map(() => ({ ...product, price: "€9.90", linkId: null })) };

/** Time of the processor, which others on the machine do not lengthen. */
async function timed(times: number, work: () => unknown): Promise<number> {
  const from = process.cpuUsage();
  for (let i = 0; i < times; i += 1) await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

const [text] = EVERY_PART.blocks.filter((block) => block.type === "text");
const long = {
  ...EVERY_PART,
  blocks: text ? Array.from({ length: 100 }, (_, n) => ({ ...text, id: `t-${n}` })) : [],
};
for (const [name, document] of [
  ["every part", EVERY_PART] as const,
  ["100 texts", long] as const,
]) {
  await compileDraft(document, input);
  const compile = await timed(20, () => compileDraft(document, input));
  const compiled = await compileDraft(document, input);
  const asAna = { person: ANA, brandKit: KIT, links: LINKS, products };
  renderLetter(compiled, asAna);
  const count = 2_000;
  const render = await timed(count, () => renderLetter(compiled, asAna));
  const size = Math.round(compiled.html.length / 1024);
  const rate = Math.round(count / (render / 1_000));
  const mailed = await timed(count, () =>
    mimeBytes(
      composeMime({
        ...renderEncoded(compiled, asAna),
        from: { name: "Nord", address: "shop@nord.example" },
        to: "ana@web.example",
        replyTo: null,
        messageId: "<abc@nord.example>",
        date: new Date(0),
        headers: {},
      }),
    ),
  );
  const mails = Math.round(count / (mailed / 1_000));
  const made = `${rate} letters and ${mails} whole mails a second`;
  print(`${name}: ${(compile / 20).toFixed(1)} ms to compile, ${made}, ${size} kB`);
}
