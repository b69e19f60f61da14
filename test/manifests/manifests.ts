import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { CLOUDS } from '../../agent/catalogue/clouds.ts'
import { expand } from '../../agent/catalogue/expand.ts'
import { builtinManifests, readScenarios, resolveManifests, scenarioNames } from '../../agent/catalogue/scenarios.ts'

const root = new URL('../../manifests/', import.meta.url)
const manifests = builtinManifests()

t.test('each manifest names its schema on the first line, and itself like its file', async (t) => {
  for (const { name } of manifests) {
    const [first] = readFileSync(new URL(`${name}.yaml`, root), 'utf8').split('\n')
    t.equal(first, '# yaml-language-server: $schema=manifest.schema.json', name)
  }
})

t.test('no manifest is in no scenario', async (t) => {
  const files = readdirSync(root)
    .filter((file) => file.endsWith('.yaml'))
    .filter((file) => /^requirements:/m.test(readFileSync(new URL(file, root), 'utf8')))
  t.same(files.sort(), manifests.map(({ name }) => `${name}.yaml`).sort())
})

t.test('every row has a source, a date, a section and a purpose', async (t) => {
  for (const { name, source, requirements } of manifests)
    for (const row of requirements) {
      t.match(row.source ?? source, { document: /./, date: /^\d{4}-\d\d-\d\d$/, url: /^https:/ }, `${name}/${row.id}`)
      t.ok(row.section !== undefined && row.purpose !== undefined, `${name}/${row.id}`)
    }
})

t.test('every part of a scenario is a manifest or one of its rows', async (t) => {
  for (const [name, { of }] of Object.entries(readScenarios()))
    for (const part of of) {
      const [manifest, id] = part.split('/')
      const rows = manifests.find((candidate) => candidate.name === manifest)?.requirements
      t.ok(rows !== undefined && (id === undefined || rows.some((row) => row.id === id)), `${name}: ${part}`)
    }
})

t.test('the scenarios of the document and of what it links to', async (t) => {
  const due =
    'basic training rstudio public-ip storage-smb hbi kubernetes kubernetes-training kubernetes-inference in-cluster ' +
    'arc-kubernetes aks-extension vscode studio compute-instance compute-cluster docker-images monitoring ' +
    'data-exfiltration managed-vnet huggingface'
  t.same(scenarioNames().sort(), due.split(' ').sort())
})

t.test('every scenario has endpoints in every cloud', async (t) => {
  for (const name of scenarioNames()) {
    const selected = await resolveManifests([name])
    for (const cloud of CLOUDS)
      t.ok(expand({ manifests: selected, cloud, facts: {}, kind: 'machine' }).length > 0, `${name} in ${cloud}`)
  }
})

t.test("a UDP tunnel's silence is no failure, and a port that may have no listener says so", async (t) => {
  for (const { name, requirements } of manifests)
    for (const { id, ports, protocol, hosts, expect, serviceTags } of requirements) {
      const isTag = Array.isArray(hosts) && hosts.every((host) => serviceTags.includes(host))
      if (protocol === 'udp' && ports.includes(5831) && !isTag) t.equal(expect?.provable, false, `${name}/${id}`)
      if (!isTag) t.notOk(ports.includes(8787) || ports.includes(18881), `${name}/${id}: listener: unproven`)
    }
})
