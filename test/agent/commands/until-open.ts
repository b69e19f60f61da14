import t from 'tap'
import type { Clock } from '../../../probes/probe.ts'
import { untilOpen } from '../../../agent/commands/until-open.ts'
import type { Report } from '../../../agent/report/schema.ts'
import { testIo } from '../../fixtures/io.ts'
import { healthyReport, mixedReport } from '../../fixtures/reports.ts'

const OPTIONS = { strict: false, quiet: false, redact: false }

/** Rounds that give these reports, and how many began. */
const rounds = (...reports: Report[]) => {
  const made: Report[] = []
  const probe = () => {
    const report = reports[made.length] ?? reports.at(-1)!
    made.push(report)
    return Promise.resolve(report)
  }
  return { probe, made }
}

const withStderr = (changes: { interrupted?: AbortSignal; clock?: Clock } = {}) => {
  let told = ''
  const stderr = { isTTY: false, columns: undefined, write: (text: string) => void (told += text) }
  return { io: testIo({ stderr, ...changes }).io, told: () => told }
}

t.test('what is open at once needs no second round', async (t) => {
  const { probe, made } = rounds(healthyReport())
  const { io, told } = withStderr()
  t.equal((await untilOpen(probe, 60_000, OPTIONS, io)).verdict, 'open')
  t.equal(made.length, 1)
  t.equal(told(), '11:28:04 UTC OPEN: all 19 required endpoints work.\n')
})

t.test('no round begins that the time does not allow for', async (t) => {
  const { probe, made } = rounds(mixedReport())
  t.equal((await untilOpen(probe, 4000, OPTIONS, testIo().io)).verdict, 'blocked')
  t.equal(made.length, 1)
})

t.test('a signal ends the pause; the last whole report stands', async (t) => {
  const interrupted = new AbortController()
  const { probe, made } = rounds(mixedReport())
  const { io } = withStderr({ interrupted: interrupted.signal })
  const waiting = untilOpen(probe, 60_000, { ...OPTIONS, quiet: true }, io)
  setTimeout(() => {
    interrupted.abort()
  }, 50)
  t.equal((await waiting).verdict, 'blocked')
  t.equal(made.length, 1)
})

t.test('round after round: what changed since the last one', async (t) => {
  const { probe, made } = rounds(mixedReport(), healthyReport())
  const { io, told } = withStderr()
  const began = performance.now()
  t.equal((await untilOpen(probe, 60_000, OPTIONS, io, 200)).verdict, 'open')
  t.ok(performance.now() - began > 190, 'the network is not flooded')
  t.equal(made.length, 2)
  t.match(told(), /UTC BLOCKED: .*\n.*UTC OPEN: .*\n {2}\+ pypi\.org:443: blocked \(tls-sni-filtered\) -> open\n/)
})
