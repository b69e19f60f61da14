import { readFileSync } from 'node:fs'
import t from 'tap'
import { createMetrics } from '../../../agent/serve/metrics.ts'
import { missingProgram, runProgram } from '../../fixtures/program.ts'
import { mixedReport } from '../../fixtures/reports.ts'
import { roundOf } from '../../fixtures/round.ts'

const path = (name: string): string => new URL(`../../../${name}`, import.meta.url).pathname
const rules = path('helm/connprobe/files/rules.yaml')
const dashboard = path('helm/connprobe/files/dashboard.json')
const alerts = path('test/fixtures/alerts.yaml')

t.test('the rules are rules, and fire when they should', { skip: missingProgram('promtool') }, async (t) => {
  t.match(runProgram('promtool', ['check', 'rules', rules], ''), { status: 0 })
  t.match(runProgram('promtool', ['test', 'rules', alerts], ''), { status: 0, output: /SUCCESS/ })
})

t.test('every alert is put to the test', async (t) => {
  const names = [...readFileSync(rules, 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name)
  const tests = readFileSync(alerts, 'utf8')
  t.ok(names.length >= 8)
  for (const name of names) t.match(tests, `alertname: ${name}\n`, name)
})

t.test('rules and dashboard ask only for what there is', async (t) => {
  const metrics = createMetrics({ now: () => Date.now(), monotonic: () => performance.now() }, () =>
    Promise.resolve([]),
  )
  metrics.configured(true)
  await metrics.publish(roundOf(mixedReport()))
  const { text } = metrics.document('classic')
  for (const file of [rules, dashboard]) {
    const asked = new Set(readFileSync(file, 'utf8').match(/(?<![\w:])connprobe_[a-z_]+/g))
    t.ok(asked.size > 5)
    for (const name of asked) t.match(text, new RegExp(`^${name}[ {]`, 'm'), name)
  }
})

t.test('the dashboard is one that Grafana can import', async (t) => {
  const { uid, panels, templating } = JSON.parse(readFileSync(dashboard, 'utf8')) as {
    uid: string
    panels: { id: number; type: string; datasource: { uid: string } }[]
    templating: { list: { name: string }[] }
  }
  t.equal(uid, 'connprobe')
  t.equal(new Set(panels.map(({ id }) => id)).size, panels.length)
  t.ok(panels.every(({ datasource }) => datasource.uid === '${datasource}'))
  t.equal(panels.find(({ type }) => type === 'state-timeline')?.id, 4)
  t.ok(templating.list.some(({ name }) => name === 'datasource'))
})

t.test('its queries are PromQL', { skip: missingProgram('promtool') }, async (t) => {
  const { panels } = JSON.parse(readFileSync(dashboard, 'utf8')) as { panels: { targets: { expr: string }[] }[] }
  const queries = panels
    .flatMap(({ targets }) => targets.map(({ expr }) => expr))
    .map((expr) => expr.replaceAll('$__rate_interval', '5m'))
  const asRules = queries.map((expr, n) => `{ record: "query:${n}", expr: ${JSON.stringify(expr)} }`)
  const folder = t.testdir({ 'queries.yaml': `groups: [{ name: queries, rules: [${asRules.join(', ')}] }]\n` })
  t.match(runProgram('promtool', ['check', 'rules', `${folder}/queries.yaml`], ''), {
    status: 0,
    output: /10 rules found/,
  })
})
