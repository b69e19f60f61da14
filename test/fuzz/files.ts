/** Files that people and other programs write: manifests and saved reports. */
import fc from 'fast-check'
import t from 'tap'
import { builtinManifests } from '../../agent/catalogue/scenarios.ts'
import { readBuiltin } from '../../agent/catalogue/builtin.ts'
import { readKnowledge } from '../../agent/catalogue/knowledge.ts'
import { parseManifest } from '../../agent/catalogue/read.ts'
import { judgeRun } from '../../agent/judge/run.ts'
import { formatNames, render } from '../../agent/report/formats.ts'
import { json } from '../../agent/report/json.ts'
import { readReport } from '../../agent/report/read.ts'
import { makeReport } from '../../agent/report/report.ts'
import { UsageError } from '../../agent/usage-error.ts'
import { bounded, mutations } from '../fixtures/mutations.ts'
import { mixedReport } from '../fixtures/reports.ts'

/** Nothing but a UsageError may be thrown; null where it was. */
const orRefused = <T>(read: () => T): T | null => {
  try {
    return read()
  } catch (error) {
    if (error instanceof UsageError) return null
    throw error
  }
}

t.test('a broken manifest is refused in words', async (t) => {
  t.ok(builtinManifests().length > 10)
  const files = ['azureml-hosts.yaml', 'training.yaml', 'data-exfiltration.yaml'].map(readBuiltin)
  const property = fc.property(mutations(...files.map((file) => Buffer.from(file))), (bytes) => {
    orRefused(() => parseManifest(bytes.toString('utf8'), 'ours.yaml'))
  })
  fc.assert(property, bounded(60, 1500))
  t.pass('nothing broke')
})

t.test('a broken report is refused in words, or judged and written as any other', async (t) => {
  const knowledge = readKnowledge()
  const text = json(mixedReport())
  const counts = { judged: 0, refused: 0 }
  const look = { columns: 80, color: false, unicode: true, verbose: false, strict: false }
  const property = fc.asyncProperty(
    fc.oneof(mutations(Buffer.from(text)), { weight: 4, arbitrary: wrongValues(text) }),
    async (bytes) => {
      const parts = orRefused(() => readReport(bytes.toString('utf8'), 'report.json'))
      counts[parts === null ? 'refused' : 'judged']++
      if (parts === null) return
      const report = makeReport({ ...parts, ...judgeRun(parts.run, knowledge) })
      for (const format of formatNames) await render(format, report, look)
    },
  )
  await fc.assert(property, bounded(80, 2500))
  t.ok(counts.judged > 0 && counts.refused > 0, `${counts.judged} judged, ${counts.refused} refused`)
})

/** The report with one of its values replaced: still JSON, often still a report. */
const wrongValues = (text: string): fc.Arbitrary<Buffer> => {
  const values = [...text.matchAll(/: ("[^"]*"|-?\d+(?:\.\d+)?|true|false|null)(?=,?\n)/g)]
  const other = fc.oneof(
    fc.constantFrom(
      '""',
      '0',
      '-1',
      '1e308',
      'null',
      'true',
      '[]',
      '{}',
      '"\\u0000"',
      '"timeout"',
      '"::1"',
      '"closed"',
    ),
    fc.constantFrom(...values.map(([, value]) => value ?? 'null')),
  )
  return fc.tuple(fc.constantFrom(...values), other).map(([match, value]) => {
    const end = match.index + match[0].length
    return Buffer.from(`${text.slice(0, match.index)}: ${value}${text.slice(end)}`)
  })
}
