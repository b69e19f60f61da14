import { writeFileSync } from 'node:fs'
import t from 'tap'
import { readConfigFile } from '../../agent/config-file.ts'
import { AGENT, PROBING, SELECTION } from '../../agent/option-tables.ts'
import type { UsageError } from '../../agent/usage-error.ts'

const folder = t.testdir()
const read = (text: string) => {
  writeFileSync(`${folder}/c.yaml`, text)
  return readConfigFile(`${folder}/c.yaml`, [SELECTION, PROBING, AGENT])
}
const problemsOf = (text: string) =>
  read(text).then(
    () => [],
    (error: unknown) => (error as UsageError).problems.map((problem) => problem.replace(`${folder}/`, '')),
  )

t.test('the names of the options, and values as YAML has them', async (t) => {
  const options = await read(
    `manifest: [compute-instance, ./ours.yaml]\nset: { region: westeurope, hbiWorkspace: true }\nresolver: 10.0.0.4\nrate: 50\ninterval: 30s\nno-detect: true\nweb.config.file: web.yml\n`,
  )
  t.strictSame(options, {
    manifest: ['compute-instance', './ours.yaml'],
    set: ['region=westeurope', 'hbiWorkspace=true'],
    resolver: ['10.0.0.4'],
    rate: '50',
    interval: '30s',
    'no-detect': true,
    'web.config.file': 'web.yml',
  })
})

t.test('an empty file says nothing', async (t) => {
  t.strictSame(await read(''), {})
  t.strictSame(await read('# later\n\n'), {})
})

t.test('every mistake, with its place', async (t) => {
  t.match(await problemsOf('intervall: 30s\nrate: [1]\nno-detect: maybe\n'), [
    /^c\.yaml:3:12: no-detect: must be true or false/,
    /^c\.yaml:2:7: rate: must be one value/,
    /^c\.yaml:1:1: intervall: unknown option; did you mean 'interval'\?/,
  ])
  t.match(await problemsOf('manifest: { a: [1] }'), [/^c\.yaml:1:11: manifest: must be a value or a list of them/])
  t.match(await problemsOf('- a list'), [/^c\.yaml:1:1: /])
  t.match(await problemsOf('a: [1'), [/^c\.yaml:/])
  t.match(await readConfigFile(`${folder}/none.yaml`, []).catch((error: unknown) => (error as UsageError).problems), [
    /none\.yaml: can't be read \(ENOENT\)/,
  ])
})
