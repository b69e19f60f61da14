import type { Observation, Step } from '../../probes/observation.ts'
import type { ReportExperiment, ReportResult } from './schema.ts'
import { html as markup, type Html } from './text/html-tag.ts'
import { duration, experimentTarget, observationsOf, outcome, stepWords } from './text/outcome.ts'

/** What a ruling rests on: each address with its phases as bars, then the experiments. */
export const evidence = ({ endpoint, observations, experiments }: ReportResult): Html => markup`<div>
${observations.map((one) => waterfall(one, endpoint.host))}
${experiments.length === 0 ? [] : [answers(experiments)]}
</div>`

const waterfall = (observation: Observation, host: string): Html =>
  // What scrolls must be reachable by keyboard.
  markup`<div class="wide" tabindex="0" role="region" aria-label="${host}: phases"><table class="steps">
<caption>${host}: ${where(observation)}</caption>
${observation.steps.map((step) => row(step, observation.durationSeconds))}</table></div>
`

const where = ({ address, from, via, startedAt }: Observation): string =>
  [
    address ?? (via === null ? 'no address' : 'resolved by the proxy'),
    ...(from === null ? [] : [`from ${from}`]),
    ...(via === null ? [] : [`through ${via}`]),
    `at ${startedAt.slice(11, 23)} UTC`,
  ].join(' ')

const row = (step: Step, total: number): Html => {
  const percent = (seconds: number) => (total > 0 ? Math.min(100, (seconds / total) * 100) : 0)
  const start = Math.min(99, percent(step.atSeconds))
  const length = Math.max(1, Math.min(100 - start, percent(step.durationSeconds)))
  const style = step.ok ? 'good' : 'bad'
  return markup`<tr><th scope="row"><span class="mark ${style}">${step.ok ? '✓' : '✗'}</span> ${step.phase}</th><td class="when"><svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="${style}" x="${start.toFixed(2)}" y="0" width="${length.toFixed(2)}" height="1"></rect></svg></td><td class="took">${duration(step.durationSeconds)}</td><td>${stepWords(step)}</td></tr>
`
}

const answers = (experiments: readonly ReportExperiment[]): Html =>
  markup`<p>Asked besides:</p><ul>${experiments.flatMap((experiment) =>
    observationsOf(experiment).map(
      (observation) =>
        markup`<li>${experiment.asks} <code>${experimentTarget(experiment)}</code>: ${outcome(observation)}</li>
`,
    ),
  )}</ul>`
