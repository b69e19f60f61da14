import t from 'tap'
import { everyQuestion } from '../../../agent/engine/thorough.ts'
import type { Evidence, Experiment, Machine } from '../../../agent/model.ts'
import { endpoint, healthy } from '../../fixtures/report.ts'

const options = { holdMs: null, cas: new Map<string, string>() }
const machine: Machine = {
  resolvers: ['10.0.0.4', '10.0.0.5:5353'],
  ipv6: false,
  proxies: { http: null, https: 'http://proxy.example:3128', exempt: [] },
}
const evidence = (host: string, changes: Partial<Evidence> = {}): Evidence => ({
  endpoint: endpoint(host),
  observations: [healthy(host)],
  experiments: [],
  ...changes,
})
const asked = (experiments: readonly Experiment[]) =>
  experiments.map(({ name, probe, target: { host, port, route, question } }) =>
    [name, probe, `${host}:${port}`, route ?? question].join(' '),
  )

t.test('each server is asked for the name, and the way is tried that the settings did not take', async (t) => {
  t.strictSame(asked(everyQuestion(evidence('a.example'), machine, options)), [
    'resolver-compare dns 10.0.0.4:53 a.example',
    'resolver-compare dns 10.0.0.5:5353 a.example',
    'direct-and-proxied https a.example:443 proxy',
  ])
  const proxied = [{ ...healthy('a.example'), address: null, via: 'http://proxy.example:3128' }]
  t.match(asked(everyQuestion(evidence('a.example', { observations: proxied }), machine, options)), [
    /./,
    /./,
    'direct-and-proxied https a.example:443 direct',
  ])
})

t.test('nothing is asked twice, nor where there is nothing to ask', async (t) => {
  const all = everyQuestion(evidence('a.example'), machine, options)
  const answered = all.map((one) => ({ ...one, observations: [] }))
  t.strictSame(everyQuestion(evidence('a.example', { experiments: answered }), machine, options), [])
  t.strictSame(asked(everyQuestion(evidence('192.0.2.1'), { ...machine, proxies: NO_PROXY }, options)), [])
  const udp = endpoint('192.0.2.1', { protocol: 'udp', probe: 'udp' })
  t.strictSame(everyQuestion(evidence('192.0.2.1', { endpoint: udp }), machine, options), [])
  const untestable = endpoint('*.example', { untestable: { cause: 'not-derivable', says: 'no name' } })
  t.strictSame(everyQuestion(evidence('*.example', { endpoint: untestable }), machine, options), [])
})

const NO_PROXY = { http: null, https: null, exempt: [] }
