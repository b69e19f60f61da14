import t from 'tap'
import type { Result } from '../../../agent/model.ts'
import { diffExitCode, diffReports } from '../../../agent/report/diff.ts'
import {
  answeredRequest,
  certificate,
  connected,
  endpoint,
  healthy,
  observation,
  report,
  requirement,
  resolved,
  result,
  tlsFacts,
} from '../../fixtures/report.ts'

const diff = (before: Result[], after: Result[]) => diffReports(report(before), report(after))
const optional = { requirements: [requirement({ required: false })] }
const open = (host: string, changes = {}) => result(endpoint(host, changes))
const blocked = (host: string, changes = {}, cause = 'tcp-timeout') =>
  result(endpoint(host, changes), { verdict: 'blocked', cause }, [])

t.test('nothing changed', async (t) => {
  const same = diff([open('a.example')], [open('a.example')])
  t.strictSame(same.changes, [])
  t.equal(diffExitCode(same), 0)
})

t.test('worse, better, and the exit code', async (t) => {
  const worse = diff([open('a.example')], [blocked('a.example')])
  t.strictSame(worse.changes, [
    {
      endpoint: 'a.example:443',
      required: true,
      what: 'verdict',
      trend: 'worse',
      before: 'open',
      after: 'blocked (tcp-timeout)',
    },
  ])
  t.equal(diffExitCode(worse), 3)
  const better = diff([blocked('a.example')], [open('a.example')])
  t.match(better.changes, [{ what: 'verdict', trend: 'better' }])
  t.equal(diffExitCode(better), 0)
  t.equal(diffExitCode(diff([open('a.example', optional)], [blocked('a.example', optional)])), 0, 'only optional')
  const unsure = result(endpoint('a.example'), { verdict: 'inconclusive', cause: 'deadline' }, [])
  t.equal(diffExitCode(diff([open('a.example')], [unsure])), 3)
  t.equal(diffExitCode(diff([blocked('a.example')], [unsure])), 0)
})

t.test('an endpoint that must be closed gets worse when it opens', async (t) => {
  const of = endpoint('a.example', { expect: { reachable: false } })
  const closed = result(of, { verdict: 'blocked', met: true, cause: 'tcp-refused' }, [])
  const exposed = result(of, { verdict: 'open', met: false }, [])
  t.equal(diffExitCode(diff([closed], [exposed])), 3)
  t.match(diff([exposed], [closed]).changes, [{ trend: 'better' }])
})

t.test('causes, addresses, issuers and what came and went', async (t) => {
  const other = observation(
    [
      resolved('c.example', '20.42.0.9'),
      connected('20.42.0.9'),
      {
        phase: 'tls',
        atSeconds: 0,
        durationSeconds: 0.03,
        ok: true,
        facts: tlsFacts('c.example', { chain: [certificate({ issuer: 'CN=Other CA' })] }),
      },
      answeredRequest(),
    ],
    { address: '20.42.0.9' },
  )
  const { changes } = diff(
    [blocked('b.example'), open('c.example'), open('gone.example')],
    [blocked('b.example', {}, 'tcp-refused'), result(endpoint('c.example'), {}, [other]), open('new.example')],
  )
  t.match(changes, [
    { endpoint: 'b.example:443', what: 'cause', before: 'tcp-timeout', after: 'tcp-refused' },
    { endpoint: 'c.example:443', what: 'issuer', after: 'CN=Other CA' },
    { endpoint: 'c.example:443', what: 'addresses', before: '20.42.0.1', after: '20.42.0.9' },
    { endpoint: 'new.example:443', what: 'added', before: null, after: 'open' },
    { endpoint: 'gone.example:443', what: 'removed', before: 'open', after: null },
  ])
})

t.test('timings only beyond noise', async (t) => {
  const timed = (seconds: number) =>
    result(endpoint('a.example'), {}, [
      observation([
        {
          phase: 'connect',
          atSeconds: 0,
          durationSeconds: seconds,
          ok: true,
          facts: { address: '20.42.0.1', port: 443 },
        },
      ]),
    ])
  t.strictSame(diff([timed(0.01)], [timed(0.09)]).changes, [], 'nine times, but nothing')
  t.strictSame(diff([timed(1)], [timed(1.5)]).changes, [], 'half a second, but only half as much again')
  t.match(diff([timed(0.1)], [timed(0.4)]).changes, [
    { what: 'timing', trend: 'worse', before: 'connect 0.10 s', after: 'connect 0.40 s' },
  ])
  t.match(diff([timed(0.4)], [timed(0.1)]).changes, [{ what: 'timing', trend: 'better' }])
})

t.test('worst first, required before optional', async (t) => {
  const { changes } = diff(
    [open('optional.example', optional), open('required.example'), blocked('fixed.example')],
    [blocked('optional.example', optional), blocked('required.example'), open('fixed.example')],
  )
  t.strictSame(
    changes.map((change) => change.endpoint),
    ['required.example:443', 'optional.example:443', 'fixed.example:443'],
  )
})

t.test('endpoints of one host and port are told apart', async (t) => {
  const both = [open('a.example'), open('a.example', { probe: 'websocket' as const })]
  const { changes } = diff(both, [
    both[0]!,
    result(both[1]!.endpoint, { verdict: 'blocked', cause: 'ws-frames-blocked' }, [healthy('a.example')]),
  ])
  t.match(changes, [{ endpoint: 'a.example:443/websocket', trend: 'worse' }])
  t.equal(changes.length, 1)
})
