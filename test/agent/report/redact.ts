import t from 'tap'
import { redact, type PublicKnowledge } from '../../../agent/report/redact.ts'
import { readReport } from '../../../agent/report/read.ts'
import {
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
  for (const of of [customers(), mixedReport(), healthyReport()]) {
    const redacted = redact(of, known)
    t.equal(readReport(JSON.stringify(redacted), 'redacted.json').run.endpoints.length, of.results.length)
    t.strictSame(redacted.counts, of.counts)
  }
})

t.test('a name inside a public host stays', async (t) => {
  const facts = { workspaceName: { value: 'ml', from: '--set' } }
  const made = report([result(endpoint('ml.azure.com'), { says: 'ml.azure.com knows the workspace ml.' })], [], {
    vantage: { ...vantage, facts },
  })
  t.equal(redact(made, known).results[0]?.says, 'ml.azure.com knows the workspace workspaceName-1.')
})
