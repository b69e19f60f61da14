import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { CLOUDS } from '../../agent/catalogue/clouds.ts'
import { patterns, type Pattern } from '../../agent/catalogue/patterns.ts'
import { builtinManifests } from '../../agent/catalogue/scenarios.ts'
import { plain, readDocument, type Row } from '../fixtures/requirements-document.ts'

const path = (name: string) => new URL(`../../../shared/reference/${name}`, import.meta.url)
const requirements = path('azureml-network-requirements.md')
const facts = path('azureml-facts.md')
const absent = (file: URL) => !existsSync(file) && `${file.pathname} is not here`

const catalogue = patterns(builtinManifests(), CLOUDS)

/** Names that the document itself has wrong, and the words in which it states facts. */
const CORRECTIONS: readonly (readonly [RegExp, string])[] = [
  [/^Frontdoor\.FirstParty$/, 'AzureFrontDoor.FirstParty'],
  [/^AzureFrontDoor\.FrontEnd$/, 'AzureFrontDoor.Frontend'],
  [/<(region|location)>/gi, '${region}'],
  [/<(storage|your storage account name|account)>/g, '${storage}'],
  [/<(your )?ACR( name)?>/g, '${acr}'],
  [/<your workspace ID>/g, '${workspaceId}'],
]
const corrected = (host: string) => CORRECTIONS.reduce((name, [from, to]) => name.replace(from, to), host)

const states = (pattern: Pattern, row: Row, cloud: string): boolean =>
  pattern.cloud === cloud &&
  pattern.host === corrected(row.host) &&
  pattern.section === row.section &&
  pattern.protocol === row.protocol &&
  (row.ports === null || JSON.stringify(pattern.ports) === JSON.stringify(row.ports)) &&
  (row.purpose === null || plain(pattern.purpose ?? '') === row.purpose)

t.test(
  'every row of the document is in the list, as the document states it',
  { skip: absent(requirements) },
  async (t) => {
    const rows = readDocument(readFileSync(requirements, 'utf8'))
    t.ok(rows.length >= 100, `${rows.length} rows were found`)
    for (const row of rows) {
      const clouds = row.cloud === null ? ['public'] : [row.cloud]
      for (const cloud of clouds)
        t.ok(
          catalogue.some((pattern) => states(pattern, row, cloud)),
          `${row.section}: ${row.host} ${row.protocol} ${String(row.ports)} in ${cloud}: ${row.purpose ?? ''}`,
          {
            near: catalogue.filter(
              ({ host, cloud }) => host === corrected(row.host) && cloud === (row.cloud ?? 'public'),
            ),
          },
        )
    }
  },
)

t.test('what the document states in prose is in the list', async (t) => {
  const stated = (host: string, ports: Pattern['ports'], more: Partial<Pattern> = {}) =>
    t.ok(
      catalogue.some(
        (pattern) =>
          pattern.host === host &&
          JSON.stringify(pattern.ports) === JSON.stringify(ports) &&
          Object.entries(more).every(([key, value]) => pattern[key as keyof Pattern] === value),
      ),
      `${host} ${ports.join(', ')}`,
    )
  stated('Storage.${region}', [445])
  stated('AzureKeyVault.${region}', [443])
  stated('AzureMachineLearning', [44224], { direction: 'inbound', manifest: 'public-ip' })
  stated('ghcr.io', [443])
  stated('pkg-containers.githubusercontent.com', [443])
  stated('cloud.r-project.org', [443])
  stated('vscode-server', ['8704-8710'])
  stated('kubernetes.default.svc', [443], { direction: 'in-cluster' })
  stated('kube-dns', [53], { protocol: 'udp' })
  stated('kube-dns', [53], { protocol: 'tcp' })
  stated('konnectivity-agent', [])
  stated('model-pods', [5001])
  stated('azureml-fe-xxx', [11001, 12001, 12101, 12201, 20000, 8000, 8001, 9001])
  stated('amlarc-identity-proxy-xxx', [9999])
})

t.test('training rows of the Kubernetes table are marked', async (t) => {
  const conditional = catalogue.filter(
    ({ manifest, cloud, when }) =>
      manifest === 'kubernetes-compute' && cloud === 'public' && when?.['workload'] === 'training',
  )
  t.same(
    conditional.map(({ host }) => host),
    ['pypi.org', 'archive.ubuntu.com', 'security.ubuntu.com', 'ppa.launchpad.net'],
  )
})

/** Sections of the facts that are lists of requirements, and what in them looks like a host and isn't one that is required. */
const LISTS = ['## 1.', '### 2.1', '### 2.2', '### 2.4', '### 3.2', '### 3.3']
const NO_REQUIREMENT: readonly string[] = [
  'eus.his.arc.azure.com',
  'gbl.his',
  '${region}.his',
  'storage.googleapis.com',
  'BatchNodeManagement.region',
]

t.test('every host of the linked lists is in the list', { skip: absent(facts) }, async (t) => {
  const known = new Set(
    catalogue.flatMap(({ host, representatives }) => [host, ...representatives.map(({ host }) => host)]),
  )
  const text = readFileSync(facts, 'utf8')
  for (const title of LISTS) {
    const section = sectionOf(text, title)
    const hosts = [...section.matchAll(/`([^`\s]+)`/g)]
      .map(([, host]) => corrected((host ?? '').replace(/:\d+$/, '')))
      .filter((host) => /^(\*\.)?[\w$][\w.{}$-]*\.[a-z]{2,}$/.test(host) && !host.endsWith('.md'))
      .filter((host) => !NO_REQUIREMENT.includes(host))
    t.ok(hosts.length > 3, `${title}: ${hosts.length} hosts were found`)
    for (const host of hosts) t.ok(known.has(host), `${title}: ${host}`)
  }
  for (const host of [
    'arcmktplaceprod.westeurope.data.azurecr.io',
    'guestnotificationservice.azure.us',
    '*.guestnotificationservice.azure.cn',
    '${region}.dp.kubernetesconfiguration.azure.us',
  ])
    t.ok(known.has(host), host)
})

const sectionOf = (text: string, title: string): string => {
  const start = text.indexOf(`\n${title}`)
  const end = text.slice(start + 4).search(/\n##/)
  return text.slice(start, end < 0 ? undefined : start + 4 + end)
}
