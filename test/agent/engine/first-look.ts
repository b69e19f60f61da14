import t from 'tap'
import { firstLook, type Looks } from '../../../agent/engine/first-look.ts'
import type { Endpoint } from '../../../agent/model.ts'
import type { Step } from '../../../probes/observation.ts'
import { answeredRequest, certificate, endpoint, observation, requirement, tlsFacts } from '../../fixtures/report.ts'

const layer = { registry: 'mcr.test', image: 'hello', tag: 'latest', dataHosts: '*.data.mcr.test' }
const pattern = requirement({ id: 'data', host: layer.dataHosts })
const registry = endpoint('mcr.test', { requirements: [requirement({ host: 'mcr.test' }), pattern] })
const followed = { url: new URL('https://eu.data.mcr.test/blob?sig=SECRET') }

/** Looks at endpoints whose certificates name `urls`, and notes what was probed. */
const looksOf = (urls: readonly string[], changes: Partial<Looks> = {}) => {
  const probed: string[] = []
  const facts = tlsFacts('a.test', { chain: [certificate({ urls })] })
  const tls: Step = { phase: 'tls', atSeconds: 0, durationSeconds: 0, ok: true, facts }
  const looks: Looks = {
    look: async (endpoint, path) => {
      probed.push(`${endpoint.host}${path ?? ''}`)
      return { endpoint, observations: [observation([tls, answeredRequest()])], experiments: [] }
    },
    layers: [layer],
    follow: async () => followed,
    ...changes,
  }
  return { looks, probed }
}
const hostsOf = (seen: readonly { endpoint: Endpoint }[]) => seen.map(({ endpoint }) => endpoint.host)

t.test('hosts in certificates are looked at once, after the endpoints, by name', async (t) => {
  const { looks, probed } = looksOf(['http://z.test/', 'http://b.test/'])
  const seen = await firstLook([endpoint('a.test'), endpoint('c.test')], looks)
  t.same(hostsOf(seen), ['a.test', 'c.test', 'b.test', 'z.test'])
  t.equal(probed.length, 4)
  const stated = endpoint('b.test', { port: 80, probe: 'http' })
  t.same(hostsOf(await firstLook([stated], looks)), ['b.test', 'z.test'])
})

t.test('what certificates can add has an end', async (t) => {
  const { looks } = looksOf(Array.from({ length: 100 }, (_, n) => `http://${n}.test/`))
  t.equal((await firstLook([endpoint('a.test')], looks)).length, 25)
})

t.test('the data host of a registry is probed by its signed path, which is not on record', async (t) => {
  const { looks, probed } = looksOf([])
  const [first, data] = await firstLook([registry], looks)
  t.same(probed, ['mcr.test', 'eu.data.mcr.test/blob?sig=SECRET'])
  t.match(first?.remarks, ['mcr.test sends its clients to eu.data.mcr.test for layers.'])
  t.match(data?.endpoint, { host: 'eu.data.mcr.test', path: '/blob', requirements: [{ id: 'data', required: true }] })
  t.notMatch(JSON.stringify(data?.endpoint), /SECRET|check/)
})

t.test('a data host that is probed already has a check of its own', async (t) => {
  const { looks } = looksOf([])
  const guess = endpoint('eu.data.mcr.test', { requirements: [{ ...pattern, certainty: 'guess' }] })
  const seen = await firstLook([registry, guess], looks)
  t.match(seen[2]?.endpoint, { host: 'eu.data.mcr.test', check: 'image-layer' })
})

t.test('a data host outside its pattern is told', async (t) => {
  const { looks } = looksOf([], { follow: async () => ({ url: new URL('https://cdn.test/blob') }) })
  const [first, data] = await firstLook([registry], looks)
  t.match(first?.remarks, [/sends its clients to cdn\.test .* not under \*\.data\.mcr\.test/])
  t.match(data?.endpoint.requirements, [{ required: false }])
})

t.test('a layer that leads nowhere is a remark', async (t) => {
  const { looks } = looksOf([], { follow: async () => ({ says: 'It is not known.' }) })
  const seen = await firstLook([registry], looks)
  t.match(seen, [{ remarks: ['It is not known.'] }])
})

t.test('no layer is followed where no row states its data hosts, or the registry did not answer', async (t) => {
  const follow = () => t.fail('followed')
  const { looks } = looksOf([], { follow: follow as unknown as Looks['follow'] })
  await firstLook([endpoint('mcr.test')], looks)
  const silent: Looks['look'] = async (endpoint) => ({ endpoint, observations: [observation([])], experiments: [] })
  await firstLook([registry], { ...looks, look: silent })
  const untestable = { cause: 'wrong-vantage', says: 'not from here' } as const
  await firstLook([{ ...registry, untestable }], looks)
  t.pass('nothing was followed')
})
