/**
 * `npx tsx tests/bench/letters.ts`: how long a letter of every part takes to compile, once per
 * version, and how many people's mails one process renders in a second.
 */

import { compileDraft } from "@/server/content";
import { renderLetter } from "@/server/content/render";
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
  print(`${name}: ${(compile / 20).toFixed(1)} ms to compile, ${rate} mails a second, ${size} kB`);
}
