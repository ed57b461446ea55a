/**
 * The look of pages opened from a message: one column, 16/24 type, the system's own font and
 * colour scheme, the brand's colour on what acts. Small enough to stand in the page.
 */
export function publicStyle(brandColour: string): string {
  const colour = /^#[0-9a-f]{6}$/i.test(brandColour) ? brandColour : "#0f766e";
  return `
:root{color-scheme:light dark;--canvas:#fff;--sunken:#f6f7f9;--line:#e2e6eb;--strong:#818a98;--ink:#14181f;--muted:#4f5968;--ok:#166534;--ok-soft:#e7f6ec;--bad:#9b2017;--bad-soft:#fdebe9;--brand:${colour}}
@media (prefers-color-scheme:dark){:root{--canvas:#0f1217;--sunken:#151920;--line:#272d37;--strong:#6d7889;--ink:#e9ecf1;--muted:#a8b1be;--ok:#86efac;--ok-soft:#0f2a1b;--bad:#fca59d;--bad-soft:#351715}}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);font:1rem/1.5rem ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
.page{max-width:36rem;margin:0 auto;padding:2rem 1.25rem 3rem}
.brand{display:flex;align-items:center;gap:.75rem;padding-bottom:1.25rem;margin-bottom:2rem;border-bottom:1px solid var(--line);font-weight:600}
.brand img{max-height:2.5rem;max-width:12rem;height:auto;width:auto}
.mark{width:.75rem;height:.75rem;border-radius:4px;background:var(--brand)}
h1{font-size:1.5rem;line-height:2rem;margin:0 0 .5rem;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1rem;line-height:1.5rem;margin:0 0 .25rem}
p{margin:0 0 1rem}
.muted{color:var(--muted)}
h1+p{margin-bottom:1.5rem}
section{border-top:1px solid var(--line);padding-top:1.5rem;margin-top:2rem}
fieldset{border:0;padding:0;margin:0 0 1.25rem;min-width:0}
legend{padding:0;font-weight:600;margin-bottom:.375rem}
.choice{display:flex;gap:.75rem;align-items:flex-start;padding:.625rem 0;cursor:pointer}
.choice input{width:1.25rem;height:1.25rem;margin:.125rem 0 0;flex:none;accent-color:var(--brand)}
.choice small{display:block;font-size:.875rem;line-height:1.25rem;color:var(--muted)}
.field{display:block;margin-bottom:1.25rem}
.field span{display:block;font-weight:600;margin-bottom:.25rem}
select{font:inherit;color:inherit;background:var(--canvas);border:1px solid var(--strong);border-radius:8px;min-height:2.75rem;padding:0 .75rem;width:100%;max-width:24rem}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:8px;border:1px solid var(--strong);background:var(--canvas);color:var(--ink);cursor:pointer}
button.primary{background:var(--brand);border-color:var(--brand);color:#fff}
@media (prefers-color-scheme:dark){button.primary{border-color:var(--strong)}}
button:hover{text-decoration:underline}
.row{display:flex;flex-wrap:wrap;gap:.75rem}
a{color:inherit;text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.note{border-radius:8px;padding:.875rem 1rem;margin-bottom:1.5rem;overflow-wrap:anywhere}
.note p:last-child{margin:0}
.note.ok{background:var(--ok-soft);color:var(--ok)}
.note.bad{background:var(--bad-soft);color:var(--bad)}
ul{margin:0 0 1rem;padding-left:1.25rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.875rem;line-height:1.25rem;color:var(--muted);display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;justify-content:space-between;align-items:center}
footer a{display:inline-block;padding:.25rem 0}
@media (max-width:30rem){.row button,form>button{width:100%}}
@media print{button,form{display:none}}
`.trim();
}
