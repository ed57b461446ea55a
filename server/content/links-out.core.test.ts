import { describe, expect, it } from "vitest";
import { ANA, KIT, LINKS, letterWith, sampleLetter } from "@/tests/support/letters";
import { compileDraft, compileLetter } from "./compile";
import { takeOutLinks } from "./links-out.core";
import { renderLetter } from "./render";

const FOOTER = '<p><a href="{{ links.page }}">Unsubscribe</a> <a href="https://us.example/">Us</a>';
const taken = (html: string, text = "") => takeOutLinks({ html: html + FOOTER, text });
const linksOf = (html: string) => taken(html).links.map(({ url, label }) => `${label} → ${url}`);

describe("which links are taken out", () => {
  it.each([
    [
      '<a class="x" href="https://a.example/?b=1&amp;c=2">All <b>of</b>\n it</a>',
      ["All of it → https://a.example/?b=1&c=2"],
    ],
    [
      '<a href="https://a.example/"><img src="https://i.example/1" alt="A &quot;cup&quot;"/></a>',
      ['A "cup" → https://a.example/'],
    ],
    [
      '<a href="https://a.example/"><!--[if mso]>x<![endif]--><span>\u200b Go &#x2192;</span></a>',
      ["Go → → https://a.example/"],
    ],
    [
      '<a href="https://a.example/">For {{ contact.first_name }}</a>',
      ["For … → https://a.example/"],
    ],
    ['<a href="http://a.example/"></a>', ["http://a.example/ → http://a.example/"]],
    ['<a href="mailto:a@b.example">Write</a>', []],
    ['<a href="https://a.example/{{ contact.email }}">Yours</a>', []],
    [`{{ x | default: '<a href="https://a.example/">a</a>' }}`, []],
  ])("%s", (html, expected) => {
    expect(linksOf(html)).toEqual(expected);
  });

  it("keeps the footer's", () => {
    expect(taken("").html).toBe(FOOTER);
  });

  it("takes the same address in the text by its order, whatever stands around it", () => {
    const html = ["/", "/b", "/"]
      .map((path) => `<a href="https://a.example${path}">x</a>`)
      .join("");
    const text = `(https://a.example), https://a.example/b. https://a.example/!
      https://a.example/ https://a.example/c {{ x | default: "https://a.example/b" }}
      {{ links.page }} https://a.example/b`;
    expect(taken(html, text).text).toBe(`({{ links.to[0] }}), {{ links.to[1] }}. {{ links.to[2] }}!
      {{ links.to[2] }} https://a.example/c {{ x | default: "https://a.example/b" }}
      {{ links.page }} https://a.example/b`);
  });
});

describe("how a letter is rendered", () => {
  const input = { kit: KIT, topicName: "Newsletter" };
  const asAna = { person: ANA, brandKit: KIT, links: LINKS };
  const mailed = {
    ...asAna,
    tracking: {
      linkTo: (id: string) => `https://k.example/t/c/${id}`,
      pixelUrl: "https://k.example/p",
    },
  };
  const frozen = async () => {
    const compiled = await compileLetter(sampleLetter(), input);
    const links = compiled.links.map((link, at) => ({ ...link, id: `id${at}` }));
    return { ...compiled, links };
  };

  it("leads a mailed letter's links through us, and no draft's or test's", async () => {
    const letter = renderLetter(await frozen(), mailed);
    expect(letter.html).not.toContain("https://nord.example/");
    expect(letter.html).toContain('href="https://k.example/t/c/id0"');
    expect(letter.text).toContain("(https://k.example/t/c/id0)");
    expect(letter.text).toContain("See the beans:\nhttps://k.example/t/c/id1");
    expect(letter.html).toMatch(/<img src="https:\/\/k\.example\/p"[^>]*><\/?(body|\/body)/);
    for (const shown of [
      renderLetter(await frozen(), asAna),
      renderLetter(await compileDraft(sampleLetter(), input), mailed),
    ]) {
      expect(shown.html).toContain('href="https://nord.example/a?b=1&amp;c=2"');
      expect(shown.text).toContain("https://nord.example/a?b=1&c=2");
      expect(shown.text).not.toContain("/t/c/");
    }
  });

  it("gives the shown letter when the links are led back and the pixel is taken away", async () => {
    const compiled = await frozen();
    const { html } = renderLetter(compiled, mailed);
    const back = compiled.links.reduce(
      (text, { id, url }) => text.replace(`https://k.example/t/c/${id}`, url.replace("&", "&amp;")),
      html.replace(/<img src="https:\/\/k\.example\/p"[^>]*>/, ""),
    );
    expect(back).toBe(renderLetter(compiled, asAna).html);
  });

  it("refuses a link that is no address of the web", async () => {
    const tracking = { ...mailed.tracking, linkTo: () => "javascript:alert(1)" };
    const compiled = await frozen();
    expect(() => renderLetter(compiled, { ...mailed, tracking })).toThrow("LINK_FORBIDDEN");
  });

  it("leaves an author no way to print a link's address", async () => {
    const work = compileLetter(letterWith("{{ links.to[0] }}"), input);
    await expect(work).rejects.toMatchObject({ code: "TEMPLATE_UNKNOWN" });
  });
});
