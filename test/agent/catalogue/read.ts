import { join } from 'node:path'
import { truncateSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { parseManifest, readManifestFile } from '../../../agent/catalogue/read.ts'
import { UsageError } from '../../../agent/usage-error.ts'

/** The problems that a text has; none when it is fine. */
const problemsOf = (text: string): readonly string[] => {
  try {
    parseManifest(text, 'm.yaml')
    return []
  } catch (error) {
    if (error instanceof UsageError) return error.problems
    throw error
  }
}

/** A manifest of one requirement, with these lines beside its id. */
const row = (lines: string) => `name: x\nrequirements:\n  - id: a\n${lines.replace(/^/gm, '    ')}\n`
const hosts = (list: string) => row(`hosts: [${list}]\nports: [443]`)
const ports = (list: string) => row(`hosts: [a.example]\nports: [${list}]\nprobe: tcp`)

t.test('the smallest manifest, in YAML and in JSON', async (t) => {
  const due = { name: 'x', requirements: [{ id: 'a', hosts: ['a.example'], ports: [443], required: true }] }
  t.match(parseManifest(hosts('a.example'), 'm.yaml'), due)
  t.match(
    parseManifest(
      JSON.stringify({ name: 'x', requirements: [{ id: 'a', hosts: ['a.example'], ports: [443] }] }),
      'm.json',
    ),
    due,
  )
})

t.test('every mistake at once, each with its place and what to do', async (t) => {
  const text = `nme: x
requirements:
  - id: a
    host: [a.example]
    ports: [0]
    protocol: tcpp
  - id: a
    hosts: { publc: [b.example], china: [c example] }
    ports: [443]
    expect: { reachble: false }
    when: { hbi: true, regon: westeurope }
  - 7
`
  t.same(problemsOf(text), [
    'm.yaml:1:1: name: is missing: add it',
    'm.yaml:3:5: requirements[0].hosts: is missing: add it',
    'm.yaml:5:13: requirements[0].ports[0]: is no port: 1 to 65535',
    "m.yaml:6:15: requirements[0].protocol: must be one of tcp, udp, any; did you mean 'tcp'?",
    "m.yaml:4:5: requirements[0].host: unknown key; did you mean 'hosts'?",
    "m.yaml:8:42: requirements[1].hosts.china[0]: 'c example' has white space: write one host an item",
    "m.yaml:8:14: requirements[1].hosts.publc: unknown key; did you mean 'public'?",
    'm.yaml:11:13: requirements[1].when.hbi: unknown fact',
    "m.yaml:11:24: requirements[1].when.regon: unknown fact; did you mean 'region'?",
    "m.yaml:10:15: requirements[1].expect.reachble: unknown key; did you mean 'reachable'?",
    'm.yaml:12:5: requirements[2]: must be a map of keys and values, not a number',
    "m.yaml:1:1: nme: unknown key; did you mean 'name'?",
    "m.yaml:7:9: requirements[1].id: 'a' is the id of requirements[0] too: make it unique",
  ])
})

const WRONG: readonly (readonly [what: string, text: string, problem: RegExp])[] = [
  ['wrong type', row('hosts: a.example\nports: [443]'), /hosts: must be a list of hosts, or one for each cloud$/],
  ['empty value', 'name: x\nrequirements:\n', /:2:14: requirements: must be a list, not empty$/],
  ['no requirements', 'name: x\nrequirements: []\n', /states at least one requirement$/],
  ['port 65536', ports('65536'), /ports\[0\]: is no port: 1 to 65535$/],
  ['port with a fraction', ports('1.5'), /ports\[0\]: must be a port, a range/],
  ['port as a text', ports('"443"'), /ports\[0\]: is no range/],
  ['reversed range', ports('"8710-8704"'), /ports\[0\]: is reversed: write '8704-8710'$/],
  ['range from 0', ports('"0-4"'), /ports\[0\]: has a port outside 1 to 65535$/],
  ['range beyond the last port', ports('"65000-70000"'), /ports\[0\]: has a port outside 1 to 65535$/],
  ['too many ports', ports('"1-65535"'), /ports: states 65535 ports: at most 10000$/],
  ['alias bomb', 'a: &a [x, x]\nb: &b [*a, *a]\nname: [*b, *b]\n', /:1:7: anchor '&a': leave it out$/],
  ['key stated twice', 'name: x\nname: y\n', /:2:1: 'name' is stated twice: remove one$/],
  ['two documents', 'name: x\n---\nname: y\n', /a second document begins: keep one$/],
  ['unknown tag', 'name: !!js/function x\n', /:1:7: /],
  ['broken YAML', 'name: [x\n', /:2:1: /],
  ['list in place of a map', '- x\n', /:1:1: must be a map of keys and values, not a list$/],
  ['text in place of a map', 'hello\n', /:1:1: must be a map of keys and values, not a text$/],
  ['empty file', ' \n', /^m\.yaml: is empty$/],
  ['binary file', 'name: \0\n', /^m\.yaml: is binary/],
  ['brackets without end', '['.repeat(200_000), /^m\.yaml: is nested too deeply$/],
  ['dashes without end', '- '.repeat(200_000), /^m\.yaml: is nested too deeply$/],
  ['maps within maps', '{a: '.repeat(5_000), /^m\.yaml: is nested too deeply$/],
  [
    'date that is none',
    row('hosts: [a.example]\nports: [443]\nsource: {document: x, date: 2024-13-01}'),
    /source\.date: is no date/,
  ],
  [
    'duration that is none',
    row('hosts: [a.example]\nports: [443]\nexpect: {slow: {tls: 5}}'),
    /slow\.tls: must be a text/,
  ],
  ['path with white space', row('hosts: [a.example]\nports: [443]\npath: /a b'), /path: is no path/],
]

for (const [what, text, problem] of WRONG)
  t.test(what, async (t) => {
    const problems = problemsOf(text)
    t.match(problems[0], problem)
    t.ok(problems.length <= 6)
  })

t.test('thousands of mistakes are a hundred lines', async (t) => {
  const problems = problemsOf(ports(Array.from({ length: 2000 }, () => '0').join(', ')))
  t.equal(problems.length, 101)
  t.equal(problems.at(-1), 'and 1900 more')
})

t.test('ten thousand requirements are read', async (t) => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({ id: `e-${i}`, hosts: ['10.1.2.3'], ports: [443] }))
  t.equal(parseManifest(JSON.stringify({ name: 'big', requirements: rows }), 'm.json').requirements.length, 10_000)
})

t.test('files that are none', async (t) => {
  const directory = t.testdir({ 'binary.yaml': Buffer.from([0xff, 0xfe + 1, 0x80, 0x81]) })
  const large = join(directory, 'large.yaml')
  writeFileSync(large, '')
  truncateSync(large, 50 * 1_048_576)
  const problemsIn = (path: string): Promise<readonly string[]> =>
    readManifestFile(path).then(
      () => [],
      (error: unknown) => (error as UsageError).problems,
    )
  t.same(await problemsIn(large), [`${large}: larger than 4 MB, which is no file of this kind`])
  t.same(await problemsIn(directory), [`${directory}: can't be read (EISDIR)`])
  t.same(await problemsIn(join(directory, 'missing.yaml')), [`${directory}/missing.yaml: can't be read (ENOENT)`])
  t.match(await problemsIn(join(directory, 'binary.yaml')), [/is binary/])
})

t.test('a CA that a row names is looked for beside the manifest', async (t) => {
  const folder = t.testdir({ 'm.yaml': row('hosts: [a.example]\nports: [443]\nexpect: { ca: ours.pem }') })
  const { requirements } = await readManifestFile(join(folder, 'm.yaml'))
  t.equal(requirements[0]?.expect?.ca, join(folder, 'ours.pem'))
})
