import { evidence } from './html-evidence.ts'
import { STYLE, STYLE_HASH } from './html-style.ts'
import type { Report } from './schema.ts'
import { standingOf, type Standing } from './standing.ts'
import { summarise, type Group, type Section, type Summary } from './summary.ts'
import { cleaned } from './text/clean.ts'
import { html as markup, type Html } from './text/html-tag.ts'
import { LOOK } from './text/look.ts'

/** Nothing is loaded, nothing runs, nothing can be framed or sent: the one stylesheet is all. */
const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`

/** Worst first. */
const STANDINGS = Object.keys(LOOK) as readonly Standing[]

/** `--format html`: one page in one file, that opens from disk and prints well. It has no script. */
export const html = (raw: Report): string => {
  const report = cleaned(raw)
  const summary = summarise(report)
  const page = markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>connprobe: ${summary.headline}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
${header(report, summary)}
<main>
${findings(summary)}
${summary.sections.map(section)}
${untested(summary)}
</main>
${footer(report)}
</body>
</html>
`
  return `<!doctype html>\n${page.html}`
}

const header = (report: Report, summary: Summary): Html => {
  const { style, mark } = LOOK[summary.worst]
  return markup`<header>
<h1 class="${style}">${mark} ${summary.headline}</h1>
${share(report, summary)}
${tally(report, summary)}
<ul class="about">${summary.context.map((phrase) => markup`<li>${phrase}</li>`)}</ul>
${summary.remarks.map((remark) => markup`<p>${remark}</p>`)}
</header>`
}

const countsOf = ({ results }: Report): readonly { readonly standing: Standing; readonly count: number }[] =>
  STANDINGS.map((standing) => ({
    standing,
    count: results.filter((result) => standingOf(result) === standing).length,
  })).filter(({ count }) => count > 0)

/** All endpoints as one bar. */
const share = (report: Report, { counts }: Summary): Html => {
  let x = 0
  return markup`<svg class="share" viewBox="0 0 ${Math.max(1, report.results.length)} 1" preserveAspectRatio="none" role="img" aria-label="${counts}">${countsOf(
    report,
  ).map(({ standing, count }) => {
    x += count
    return markup`<rect class="${LOOK[standing].style}" x="${x - count}" y="0" width="${count}" height="1"></rect>`
  })}</svg>`
}

/** How many of each, and the way there: what has no section of its own is told by the findings. */
const tally = (report: Report, { sections }: Summary): Html => {
  const own = new Set<Standing>([...sections.map(({ standing }) => standing), 'untestable'])
  return markup`<ul class="tally">${countsOf(report).map(
    ({ standing, count }) =>
      markup`<li class="${LOOK[standing].style}"><a href="#${own.has(standing) ? standing : 'findings'}"><b>${LOOK[standing].mark} ${count}</b> ${LOOK[standing].title.toLowerCase()}</a></li>
`,
  )}</ul>`
}

const findings = ({ findings: all }: Summary): readonly Html[] =>
  all.length === 0 ? [] : [markup`<section id="findings"><h2>What many share</h2>${all.map(finding)}</section>`]

const finding = ({
  says,
  cause,
  confidence,
  remedy,
  verdict,
  evidence: lines,
  endpoints,
}: Report['findings'][number]): Html =>
  markup`<article class="${LOOK[verdict].style}">
<h3><span class="mark">${LOOK[verdict].mark}</span> ${says}</h3>
${fix(remedy)}
<ul class="why">${lines.map((line) => markup`<li>${line}</li>`)}</ul>
<p class="dim"><code>${cause}</code>, ${confidence}</p>
<details><summary>Explains ${endpoints.length}</summary><p>${names(endpoints)}</p></details>
</article>
`

const section = ({ standing, groups }: Section): Html => {
  const { title, style, mark } = LOOK[standing]
  const body =
    standing === 'open' || standing === 'closed'
      ? [markup`<div class="card"><table class="open">${groups.map(row)}</table></div>`]
      : groups.map((group) => detail(group, style, mark))
  return markup`<section id="${standing}"><h2>${title}</h2>${body}</section>
`
}

const row = ({ purposes, names: hosts }: Group): Html =>
  markup`<tr><th scope="row">${purposes.join(', ')}</th><td>${names(hosts)}</td></tr>
`

const detail = ({ purposes, names: hosts, says, remedy, notes, results }: Group, style: string, mark: string): Html => {
  const [of] = results
  return markup`<article class="${style}">
<h3><span class="mark">${mark}</span> ${names(hosts)}</h3>
<p class="dim">${purposes.join(', ')}</p>
<p>${says}</p>
${fix(remedy)}
${notes.map((note) => markup`<p class="dim">${note}</p>`)}
<p class="dim"><code>${of.cause ?? of.verdict}</code>, ${of.confidence}${of.also.length > 0 ? `; also ${of.also.join(', ')}` : ''}</p>
<details><summary>Evidence</summary>${results.map(evidence)}</details>
</article>
`
}

const untested = ({ untested: reasons }: Summary): readonly Html[] =>
  reasons.length === 0
    ? []
    : [
        markup`<section id="untestable"><h2>${LOOK.untestable.title}</h2><div class="card"><ul>${reasons.map(
          ({ says, hosts }) => markup`<li>${says}: ${names(hosts)}</li>
`,
        )}</ul></div></section>`,
      ]

/** What to search a firewall's log for. */
const footer = ({ tool, runId }: Report): readonly Html[] =>
  runId === undefined
    ? []
    : [
        markup`<footer class="dim"><p>In the logs of firewalls and proxies this run is <code>connprobe/${tool.version} (run ${runId})</code>.</p></footer>`,
      ]

const fix = (remedy: string | null): readonly Html[] =>
  remedy === null ? [] : [markup`<p class="fix"><strong>Fix:</strong> ${remedy}</p>`]

const names = (hosts: readonly string[]): readonly Html[] =>
  hosts.map((host, index) => markup`${index > 0 ? ', ' : ''}<code>${host}</code>`)
