import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { dialects, type Dialect } from '../../../agent/rules/dialects.ts'
import { missingProgram, runProgram } from '../../fixtures/program.ts'
import { asked, EXAMPLE, HOSTILE, rule, tagRule, workloads } from '../../fixtures/rules.ts'

const SCRIPTS = ['nsg-az', 'firewall-az', 'udr-az', 'azureml'] as const

const hostile = asked(
  HOSTILE.flatMap((purpose, n) => [
    rule(`h${n}.example.org`, { purposes: [purpose], requirements: [purpose] }),
    tagRule(`Storage.region${n}`, { purposes: [purpose] }),
    tagRule(`Inbound.region${n}`, { purposes: [purpose], direction: 'inbound' }),
  ]),
)

/** Runs a script with an `az` that only writes down what it is given: the arguments of each call. */
const callsOf = (t: Test, text: string): string[][] => {
  const folder = t.testdir({})
  writeFileSync(join(folder, 'az'), '#!/bin/sh\nprintf "%s\\0" "$@" >>"$CALLS"\nprintf "\\0" >>"$CALLS"\n')
  chmodSync(join(folder, 'az'), 0o755)
  const calls = join(folder, 'calls')
  writeFileSync(calls, '')
  const names = ['RESOURCE_GROUP', 'NSG', 'ROUTE_TABLE', 'POLICY', 'WORKSPACE']
  const env = {
    ...Object.fromEntries(names.map((name) => [name, `my ${name}`])),
    SOURCES: '10.0.0.0/24 10.0.1.0/24',
    CALLS: calls,
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
  }
  const { status, stderr } = spawnSync('sh', ['-s'], { input: text, encoding: 'utf8', env, cwd: folder })
  t.equal(status, 0, stderr)
  const written = spawnSync('cat', [calls], { encoding: 'utf8' }).stdout
  return written
    .split('\0\0')
    .slice(0, -1)
    .map((call) => call.split('\0'))
}

for (const name of SCRIPTS)
  t.test(`${name}: what az is given`, async (t) => {
    const { write }: Dialect = dialects[name]
    const calls = [...callsOf(t, write(EXAMPLE, workloads)), ...callsOf(t, write(hostile, workloads))]
    t.ok(calls.length > 0)
    for (const call of calls) {
      t.match(call[0], /^(network|ml)$/)
      t.equal(call[call.indexOf('--resource-group') + 1], 'my RESOURCE_GROUP')
      t.ok(call.every((word) => !word.startsWith('--') || /^--[a-z-]+$/.test(word)))
    }
    t.notOk(existsSync('/tmp/owned'))
  })

t.test('shellcheck has nothing to complain of', { skip: missingProgram('shellcheck') }, async (t) => {
  for (const name of SCRIPTS)
    for (const one of [EXAMPLE, hostile]) {
      const { write }: Dialect = dialects[name]
      const { status, output } = runProgram('shellcheck', ['--severity=warning', '-'], write(one, workloads))
      t.equal(status, 0, output)
    }
})
