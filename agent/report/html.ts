import { STYLE, STYLE_HASH } from './html-style.ts'
import type { Report, ReportResult } from './schema.ts'
import { summarise, type Group, type Section, type Summary } from './summary.ts'
import { cleaned } from './text/clean.ts'
import { html as markup, type Html } from './text/html-tag.ts'
import { LOOK } from './text/look.ts'
import { duration, experimentTarget, observationsOf, outcome, stepWords } from './text/outcome.ts'

/** Nothing is loaded, nothing runs, nothing can be framed or sent: the one stylesheet is all. */
const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`

/** `--format html`: one page in one file, that opens from disk and prints well. It has no script. */
export const html = (raw: Report): string => {
  const summary = summarise(cleaned(raw))
  const page = markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>connprobe: ${summary.headline}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
${header(summary)}
<main>
${summary.findings.map(finding)}
${summary.sections.map(section)}
${untested(summary)}
</main>
</body>
</html>
`
  return `<!doctype html>\n${page.html}`
}

const header = (summary: Summary): Html => markup`<header>
<h1 class="${LOOK[summary.worst].style}">${summary.headline}</h1>
<p>${summary.counts}.</p>
<p class="dim">${summary.context.join(' · ')}</p>
${summary.remarks.map((remark) => markup`<p>${remark}</p>`)}
</header>`

const finding = ({ says, cause, confidence, remedy, verdict, evidence, endpoints }: Report['findings'][number]): Html =>
  markup`<article class="${LOOK[verdict].style}">
<h2>${says}</h2>
<p><code>${cause}</code>, ${confidence}</p>
${fix(remedy)}
<ul>${evidence.map((line) => markup`<li>${line}</li>`)}</ul>
<details><summary>Explains ${endpoints.length}</summary><p>${names(endpoints)}</p></details>
</article>
`

const section = ({ standing, groups }: Section): Html => {
  const { title, style } = LOOK[standing]
  return standing === 'open' || standing === 'closed'
    ? markup`<section><h2>${title}</h2><div class="wide"><table>${groups.map(row)}</table></div></section>
`
    : markup`<section><h2>${title}</h2>${groups.map((group) => detail(group, style))}</section>
`
}

const row = ({ purposes, names: hosts }: Group): Html =>
  markup`<tr><th scope="row">${purposes.join(', ')}</th><td>${names(hosts)}</td></tr>
`

const detail = ({ purposes, names: hosts, says, remedy, notes, results }: Group, style: string): Html => {
  const [of] = results
  return markup`<article class="${style}">
<h3>${purposes.join(', ')}</h3>
<p>${names(hosts)}</p>
<p>${says}</p>
${fix(remedy)}
${notes.map((note) => markup`<p class="dim">${note}</p>`)}
<p class="dim"><code>${of.cause ?? of.verdict}</code>, ${of.confidence}${of.also.length > 0 ? `; also ${of.also.join(', ')}` : ''}</p>
<details><summary>Evidence</summary>${results.map(evidence)}</details>
</article>
`
}

const evidence = ({ observations, experiments }: ReportResult): Html => markup`<div class="wide"><table>
<tr><th>Address</th><th>From</th><th>Phase</th><th>Took</th><th>Saw</th></tr>
${observations.flatMap(({ address, from, via, steps }) =>
  steps.map(
    (step) =>
      markup`<tr><td>${address ?? via ?? ''}</td><td>${from ?? ''}</td><td>${step.phase}</td><td>${duration(step.durationSeconds)}</td><td>${stepWords(step)}</td></tr>
`,
  ),
)}</table></div>
<ul>${experiments.flatMap((experiment) =>
  observationsOf(experiment).map(
    (observation) =>
      markup`<li>${experiment.asks} <code>${experimentTarget(experiment)}</code>: ${outcome(observation)}</li>
`,
  ),
)}</ul>`

const untested = ({ untested: reasons }: Summary): readonly Html[] =>
  reasons.length === 0
    ? []
    : [
        markup`<section><h2>${LOOK.untestable.title}</h2><ul>${reasons.map(
          ({ says, hosts }) => markup`<li>${says}: ${names(hosts)}</li>
`,
        )}</ul></section>`,
      ]

const fix = (remedy: string | null): readonly Html[] =>
  remedy === null ? [] : [markup`<p><strong>Fix:</strong> ${remedy}</p>`]

const names = (hosts: readonly string[]): readonly Html[] =>
  hosts.map((host, index) => markup`${index > 0 ? ', ' : ''}<code>${host}</code>`)
