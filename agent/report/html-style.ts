/** The page's stylesheet: dark and light as the reader's system has it, and fit for paper. */
export const STYLE = `
:root {
  color-scheme: light dark; --page: #f6f7f9; --card: #fff; --text: #1b1d21; --dim: #5a6068; --line: #d8dce2; --soft: #eef0f3;
  --bad: #b3261e; --warn: #8a5a00; --good: #1b6e34; --link: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15171a; --card: #1d2024; --text: #e7e9ec; --dim: #a3a9b2; --line: #373b42; --soft: #272b30;
    --bad: #ff8a80; --warn: #ffca66; --good: #7bd88f; --link: #8ab4f8;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 0; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
footer { padding-bottom: 3rem; }
h1, h2, h3 { line-height: 1.3; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 0.75rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 0.75rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0.4rem 0; overflow-wrap: anywhere; }
ul { margin: 0.4rem 0; padding-left: 1.2rem; }
a { color: var(--link); }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 0.92em; overflow-wrap: anywhere; }
.dim, summary, caption { color: var(--dim); }
.bad { --tone: var(--bad); } .warn { --tone: var(--warn); } .good { --tone: var(--good); } .dim { --tone: var(--dim); }
h1, .mark { color: var(--tone); }
rect { fill: var(--tone); }
.share { display: block; width: 100%; height: 0.6rem; border-radius: 0.3rem; background: var(--soft); }
.tally { display: flex; flex-wrap: wrap; gap: 0.5rem; list-style: none; padding: 0; margin: 0.75rem 0; }
.tally a {
  display: block; padding: 0.15rem 0.7rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card);
  color: var(--text); text-decoration: none;
}
.tally a:hover { border-color: var(--tone); }
.tally b { color: var(--tone); }
.about { display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; list-style: none; padding: 0; color: var(--dim); font-size: 0.92rem; }
article, .card {
  background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.8rem 1rem; margin: 0.75rem 0;
}
article { border-left: 0.3rem solid var(--tone); }
.fix { background: var(--soft); border-radius: 0.35rem; padding: 0.4rem 0.7rem; margin: 0.6rem 0; }
.why { font-size: 0.92rem; }
details { margin-top: 0.5rem; }
summary { cursor: pointer; width: fit-content; }
:focus-visible { outline: 0.2rem solid var(--link); outline-offset: 0.15rem; border-radius: 0.2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; width: 100%; }
caption { text-align: left; padding: 0.6rem 0 0.2rem; overflow-wrap: anywhere; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.9rem 0.25rem 0; border-top: 1px solid var(--line); font-weight: 400; }
.open th { width: 40%; color: var(--dim); }
.steps th { white-space: nowrap; width: 7rem; }
.steps td { overflow-wrap: anywhere; min-width: 12rem; }
.steps .took { text-align: right; white-space: nowrap; width: 6rem; min-width: 0; }
.steps .when { width: 30%; min-width: 7rem; }
.when svg { display: block; width: 100%; height: 0.8rem; margin-top: 0.3rem; background: var(--soft); border-radius: 0.15rem; }
@media (max-width: 40rem) {
  html { font-size: 15px; }
  header { padding-top: 1.25rem; }
  h1 { font-size: 1.3rem; }
  .open tr, .open th, .open td { display: block; width: auto; }
  .open td { border: 0; padding-top: 0; }
  .steps tbody { display: block; }
  .steps tr { display: grid; grid-template-columns: 7rem 1fr 6rem; border-top: 1px solid var(--line); }
  .steps th, .steps td { border: 0; width: auto; min-width: 0; }
  .steps .when { width: auto; min-width: 0; }
  .steps td:last-child { grid-column: 1 / -1; }
  .steps td:last-child:empty { display: none; }
}
@media print {
  :root {
    --page: #fff; --card: #fff; --text: #000; --dim: #444; --line: #999; --soft: #eee; --bad: #a11; --warn: #740; --good: #152;
  }
  html { font-size: 10pt; }
  header, main, footer { max-width: none; padding: 0; }
  article, .card, tr { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  rect, article { print-color-adjust: exact; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`

/** Its hash, by which alone the page's Content-Security-Policy admits it. A test holds the two together. */
export const STYLE_HASH = 'sha256-TDvofirbLYWjvyysDGJx6ixq0ELOQHeofNka6BGeHXE='
