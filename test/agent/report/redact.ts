import t from 'tap'
import { redact, redactor, type PublicKnowledge } from '../../../agent/report/redact.ts'
import { readReport } from '../../../agent/report/read.ts'
import {
  answeredRequest,
  certificate,
  connected,
  endpoint,
  experiment,
  observation,
  report,
  requirement,
  resolved,
  result,
  tlsFacts,
  vantage,
} from '../../fixtures/report.ts'
import { healthyReport, mixedReport } from '../../fixtures/reports.ts'

const known: PublicKnowledge = {
  hosts: [
    'login.microsoftonline.com',
    'ml.azure.com',
    '*.azurecr.io',
    '${storage}.blob.core.windows.net',
    '${region}.api.azureml.ms',
    '${workspaceId}.workspace.${region}.api.azureml.ms',
  ],
  addresses: ['168.63.129.16'],
}
const WORKSPACE = '3f2b8c1d-1111-4222-8333-abcdefabcdef'

const customers = () => {
  const of = (host: string, stated = host) => endpoint(host, { requirements: [requirement({ host: stated })] })
  const storage = of('contosodata.blob.core.windows.net', '${storage}.blob.core.windows.net')
  const intercepted = tlsFacts('ml.azure.com', {
    chain: [
      certificate({ subject: 'CN=ml.azure.com', issuer: 'CN=Contoso Proxy CA, O=Contoso Ltd' }),
      certificate({
        subject: 'CN=Contoso Proxy CA, O=Contoso Ltd',
        issuer: 'CN=Contoso Root, O=Contoso Ltd',
        urls: ['http://pki.contoso.example/crl'],
      }),
    ],
    trust: [{ store: 'public', ok: false, error: 'SELF_SIGNED_CERT_IN_CHAIN' }],
  })
  return report(
    [
      result(
        storage,
        { says: 'contosodata.blob.core.windows.net is at 10.9.8.7, seen from 10.1.0.7 and 20.77.77.77.' },
        [observation([resolved(storage.host, '10.9.8.7'), connected('10.9.8.7')], { address: '10.9.8.7' })],
      ),
      result(
        of('ml.azure.com'),
        {
          verdict: 'blocked',
          cause: 'tls-intercepted',
          says: 'The chain ends at Contoso Root (CN=Contoso Root, O=Contoso Ltd).',
        },
        [
          observation([
            resolved('ml.azure.com', '20.42.0.1'),
            connected('20.42.0.1'),
            {
              phase: 'tls',
              atSeconds: 0,
              durationSeconds: 0,
              ok: false,
              fault: { kind: 'certificate' },
              facts: intercepted,
            },
          ]),
        ],
      ),
      result(of('contosoregistry.azurecr.io', '*.azurecr.io'), {}, [
        observation([], { via: 'http://proxy.corp.contoso.example:3128' }),
      ]),
      result(of('git.corp.contoso.example'), {
        says: 'git.corp.contoso.example answers; ask admin@contoso.example or http://help.contoso.example/x.',
      }),
      result(of('westeurope.api.azureml.ms', '${region}.api.azureml.ms')),
    ],
    [],
    {
      vantage: {
        ...vantage,
        hostname: 'ci-contoso-7',
        facts: {
          ...vantage.facts,
          storage: { value: 'contosodata', from: '--set' },
          workspaceId: { value: WORKSPACE, from: '--set' },
        },
        notes: [`ci-contoso-7 runs churn-prod (${WORKSPACE}, ${WORKSPACE.replaceAll('-', '')}) at fd12:3456::7.`],
      },
      run: {
        machine: {
          resolvers: ['10.1.0.4', '168.63.129.16'],
          ipv6: false,
          proxies: { http: null, https: 'http://proxy.corp.contoso.example:3128', exempt: ['.corp.contoso.example'] },
        },
        experiments: [experiment({ name: 'clock', target: { host: 'time.contoso.example', port: 443 } })],
        endpoints: [],
        timeoutSeconds: 5,
      },
    },
  )
}

t.test('nothing of the customer is left', async (t) => {
  const text = JSON.stringify(redact(customers(), known))
  for (const secret of [
    'contoso',
    'churn',
    WORKSPACE,
    WORKSPACE.replaceAll('-', ''),
    '10.9.8.7',
    '10.1.0.7',
    '10.1.0.4',
    '20.77.77.77',
    'fd12:',
    'admin@',
  ])
    t.notOk(text.toLowerCase().includes(secret), secret)
})

t.test('what everybody knows stays', async (t) => {
  const text = JSON.stringify(redact(customers(), known))
  for (const word of [
    'ml.azure.com',
    '.blob.core.windows.net',
    '.azurecr.io',
    'westeurope.api.azureml.ms',
    '168.63.129.16',
    '20.42.0.1',
    'tls-intercepted',
    '${storage}',
  ])
    t.ok(text.includes(word), word)
})

t.test('the same name has the same stand-in everywhere', async (t) => {
  const [storage, intercepted, , git] = redact(customers(), known).results
  t.equal(storage?.endpoint.host, 'storage-1.blob.core.windows.net')
  t.match(
    storage?.says,
    /^storage-1\.blob\.core\.windows\.net is at (10\.0\.0\.\d+), seen from 10\.0\.0\.\d+ and 203\.0\.113\.\d+\.$/,
  )
  t.match(storage?.says, `is at ${storage?.observations[0]?.address ?? '?'}`)
  t.match(git?.says, `${git?.endpoint.host ?? '?'} answers`)
  const tls = intercepted?.observations[0]?.steps[2]
  const root = tls?.phase === 'tls' ? tls.facts?.chain[1]?.issuer : undefined
  t.ok(intercepted?.says.includes(`(${root ?? '?'})`))
})

t.test('a redacted report is still a report, with the same counts', async (t) => {
  for (const one of [customers(), mixedReport(), healthyReport()]) {
    const redacted = redact(one, known)
    t.equal(readReport(JSON.stringify(redacted), 'redacted.json').run.endpoints.length, one.results.length)
    t.strictSame(redacted.counts, one.counts)
  }
})

t.test('a name inside a public host stays', async (t) => {
  const facts = { workspaceName: { value: 'ml', from: '--set' } }
  const made = report([result(endpoint('ml.azure.com'), { says: 'ml.azure.com knows the workspace ml.' })], [], {
    vantage: { ...vantage, facts },
  })
  t.equal(redact(made, known).results[0]?.says, 'ml.azure.com knows the workspace workspaceName-1.')
})

t.test('aliases, portals, proxies that name themselves, search domains', async (t) => {
  const host = 'ml.azure.com'
  const portal = tlsFacts(host, {
    chain: [certificate({ subject: 'CN=portal.contoso.example', names: ['DNS:portal.contoso.example'] })],
    trust: [{ store: 'public', ok: false }],
  })
  const lookup = resolved(host, '10.9.8.7')
  const made = report([
    result(endpoint(host), { says: 'block.contoso.example answers, privatelink and all' }, [
      observation([
        lookup.phase === 'resolve' && lookup.ok
          ? { ...lookup, facts: { ...lookup.facts, chain: ['block.contoso.example', 'x.privatelink.contoso.example'] } }
          : lookup,
        { phase: 'tls', atSeconds: 0, durationSeconds: 0, ok: false, fault: { kind: 'certificate' }, facts: portal },
        answeredRequest(503, {
          headers: { via: '1.1 edge.contoso.example (squid/5.7)', 'x-cache': 'MISS from contosoproxy7' },
        }),
      ]),
    ]),
  ])
  const machine = { ...made.context.machine, search: ['corp.contoso.example'] }
  const hide = redactor([{ ...made, context: { ...made.context, machine } }], known)
  const text = JSON.stringify(hide([made, 'corp.contoso.example']))
  t.notMatch(text, /contoso/)
  t.match(text, /alias-\d\.privatelink\.invalid/, 'the judge asks for that')
  t.match(text, 'squid/5.7')
})

t.test('a name that is a word of the report itself changes no code', async (t) => {
  const open = result(endpoint('open.azurecr.io', { requirements: [requirement({ certainty: 'guess' })] }))
  const made = report([open, result(endpoint('guess.azurecr.io'))])
  const redacted = redact(made, known)
  t.match(redacted.results, [
    { endpoint: { host: 'name-1.azurecr.io' }, verdict: 'open', requirements: [{ certainty: 'guess' }] },
    { endpoint: { host: 'name-2.azurecr.io' } },
  ])
  t.ok(readReport(JSON.stringify(redacted), 'redacted.json'))
})

t.test('where a redirect leads: a public domain stays one', async (t) => {
  const to = (location: string) =>
    JSON.stringify(
      redact(
        report([
          result(endpoint('ml.azure.com'), {}, [observation([answeredRequest(302, { headers: { location } })])]),
        ]),
        known,
      ),
    )
  t.match(to('https://portal.azure.com/x'), 'https://host-1.azure.com/x')
  t.match(to('https://portal.contoso.example/x'), 'https://host-1.invalid/x')
})
