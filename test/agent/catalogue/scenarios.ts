import t from 'tap'
import { resolveManifests, scenarioNames } from '../../../agent/catalogue/scenarios.ts'
import type { UsageError } from '../../../agent/usage-error.ts'

const rowsOf = async (...names: string[]) =>
  (await resolveManifests(names)).flatMap(({ name, requirements }) => requirements.map(({ id }) => `${name}/${id}`))

t.test('names come from the index', async (t) => {
  t.ok(scenarioNames().includes('compute-instance'))
})

t.test('a scenario settles facts: rows that depend on them apply or fall away', async (t) => {
  const [instance] = await resolveManifests(['compute-instance']).then((all) =>
    all.filter(({ name }) => name === 'compute-hosts'),
  )
  const tundra = instance?.requirements.find(({ id }) => id === 'tundra')
  t.ok(tundra)
  t.equal(tundra?.when, undefined)
  t.same(instance?.requirements.find(({ id }) => id === 'key-vault')?.when, { hbiWorkspace: true })
  t.notOk((await rowsOf('compute-cluster')).includes('compute-hosts/tundra'))
  t.notOk((await rowsOf('kubernetes-inference')).includes('kubernetes-compute/pypi'))
})

t.test('a scenario can take single rows, and a manifest goes by its own name', async (t) => {
  t.same(await rowsOf('storage-smb'), ['storage-smb/storage', 'compute-hosts/your-files'])
  t.same(await rowsOf('general-hosts'), [
    'general-hosts/entra-id',
    'general-hosts/portal',
    'general-hosts/resource-manager',
  ])
})

t.test('scenarios compose: every row once', async (t) => {
  const rows = await rowsOf('compute-instance', 'studio', 'general-hosts')
  t.same(rows, [...new Set(rows)])
})

t.test('a file beside a scenario', async (t) => {
  const directory = t.testdir({
    'own.yaml': 'name: own\nrequirements:\n  - { id: a, hosts: [a.example], ports: [443] }\n',
  })
  t.same((await rowsOf('rstudio', `${directory}/own.yaml`)).at(-1), 'own/a')
})

t.test('every mistake of every name at once', async (t) => {
  const directory = t.testdir({ 'bad.yaml': 'name: own\n' })
  const error = await resolveManifests(['compute-instanc', `${directory}/bad.yaml`, 'constructor']).catch(
    (error: unknown) => error,
  )
  t.match((error as UsageError).problems, [
    "no scenario or manifest is called 'compute-instanc' (a file ends in .yaml, .yml or .json); did you mean 'compute-instance'?",
    /bad\.yaml:1:1: requirements: is missing: add it$/,
    "no scenario or manifest is called 'constructor' (a file ends in .yaml, .yml or .json)",
  ])
})
