import { readFileSync } from 'node:fs'
import t from 'tap'
import type { z } from 'zod'
import { makeSchemas } from '../../../agent/build/schemas.ts'
import type { Endpoint, Finding, RequirementRef } from '../../../agent/model.ts'
import type { observation } from '../../../agent/report/observation-schema.ts'
import { reportSchema, type Report, type ReportExperiment, type ReportResult } from '../../../agent/report/schema.ts'
import type { Observation } from '../../../probes/observation.ts'
import type { Target } from '../../../probes/probe.ts'
import { healthyReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'

/** With every key required, each side can only fit the other if both have the same keys. */
type Whole<T> = T extends object ? { readonly [K in keyof T]-?: Whole<T[K]> } : T
type Fits<A, B> = [Whole<A>] extends [Whole<B>] ? true : false
type Same<A, B> = Fits<A, B> extends true ? Fits<B, A> : false

// The compiler's part of the test: no key of the model may be missing in the schema, and none may be too much.
const same: readonly true[] = [
  true satisfies Same<Observation, z.infer<typeof observation>>,
  true satisfies Same<Target, ReportExperiment['target']>,
  true satisfies Same<RequirementRef, ReportResult['requirements'][number]>,
  true satisfies Same<Omit<Endpoint, 'requirements' | 'expect'>, Omit<ReportResult['endpoint'], 'expect'>>,
  true satisfies Same<Endpoint['expect'], NonNullable<ReportResult['endpoint']['expect']>>,
  true satisfies Same<Finding, Report['findings'][number]>,
]

t.test('reports of every kind are valid', async (t) => {
  t.equal(same.length, 6)
  for (const report of [healthyReport(), mixedReport(), sealedReport()])
    t.equal(reportSchema.safeParse(report).error, undefined)
})

t.test('unknown keys are refused, at every depth', async (t) => {
  const report = mixedReport()
  t.notOk(reportSchema.safeParse({ ...report, extra: 1 }).success)
  const [first] = report.results
  t.notOk(
    reportSchema.safeParse({ ...report, results: [{ ...first, endpoint: { ...first!.endpoint, extra: 1 } }] }).success,
  )
})

t.test('the published schema is that of the code', async (t) => {
  const file = 'manifests/report.schema.json'
  const published = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
  t.ok(published === (await makeSchemas())[file], 'npm run schemas writes it')
})
