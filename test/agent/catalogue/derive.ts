import t from 'tap'
import { dataHost, namedByChain } from '../../../agent/catalogue/derive.ts'
import type { Endpoint } from '../../../agent/model.ts'
import type { Step } from '../../../probes/observation.ts'
import { certificate, endpoint, observation, requirement, tlsFacts } from '../../fixtures/report.ts'

const nameOf = ({ host, port, probe, path }: Endpoint) => `${probe} ${host}:${port}${path ?? ''}`

const shaken = (urls: readonly string[][], trusted = true): Step => {
  const facts = tlsFacts('a.example', { chain: urls.map((urls) => certificate({ urls })) })
  const timing = { phase: 'tls', atSeconds: 0, durationSeconds: 0 } as const
  return trusted ? { ...timing, ok: true, facts } : { ...timing, ok: false, fault: { kind: 'certificate' }, facts }
}
const named = (...steps: Step[]) =>
  namedByChain({ endpoint: endpoint('a.example'), observations: [observation(steps)], experiments: [] })

t.test('hosts of a trusted chain, each once, optional, by plain http', async (t) => {
  const found = named(
    shaken([
      ['http://ocsp.example/', 'http://crl.example/a.crl'],
      ['http://ocsp.example/x', 'http://aia.example:8080/'],
    ]),
  )
  t.same(found.map(nameOf), ['http ocsp.example:80/x', 'http crl.example:80/a.crl', 'http aia.example:8080'])
  t.match(found[0]?.requirements, [{ manifest: 'derived', required: false, purpose: /certificates of a\.example/ }])
})

t.test('nothing of a chain that nobody here trusts, and nothing but names by plain http', async (t) => {
  t.same(named(shaken([['http://ocsp.example/']], false)), [])
  const odd = [
    'ldap://directory.example/x',
    'https://a.example/',
    'http://',
    'nonsense',
    'http://*.example/',
    'http://a b/',
  ]
  t.same(named(shaken([odd])), [])
})

const layer = { registry: 'mcr.example', image: 'hello', tag: 'latest', dataHosts: '*.data.mcr.example' }
const row = requirement({ id: 'mcr', host: '*.data.mcr.example', certainty: 'guess' })

t.test('the data host stands for the row that states its pattern; the signature is not on record', async (t) => {
  const found = dataHost(layer, row, new URL('https://eu.data.mcr.example/blob/data?sig=SECRET'))
  t.equal(nameOf(found), 'https eu.data.mcr.example:443/blob/data')
  t.same(found.requirements, [{ ...row, certainty: 'documented' }])
  t.notMatch(JSON.stringify(found), /SECRET/)
})

t.test('a data host elsewhere is optional, and no row asks for it', async (t) => {
  for (const host of ['cdn.example', 'data.mcr.example', 'evildata.mcr.example'])
    t.match(dataHost(layer, row, new URL(`https://${host}/x`)).requirements, [
      { manifest: 'derived', id: 'image-layers', host, required: false },
    ])
})
