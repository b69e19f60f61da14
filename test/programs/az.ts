/**
 * The real `az`, which parses every argument before it asks for an account: whatever is wrong with a command shows before
 * "az login" is asked for. Only commands of az itself: its extensions (ml, azure-firewall) aren't in the package.
 * `test/all az` installs it and sets AZ.
 */
import { spawnSync } from 'node:child_process'
import t, { type Test } from 'tap'
import { nsgAz } from '../../agent/rules/dialects/nsg-az.ts'
import { udrAz } from '../../agent/rules/dialects/udr-az.ts'
import { asked, EXAMPLE, HOSTILE, tagRule } from '../fixtures/rules.ts'

const az = process.env['AZ'] ?? 'az'

/** Runs every command of a script, none of which succeeds. */
const run = (t: Test, script: string): string => {
  const env = {
    PATH: process.env['PATH'],
    HOME: t.testdir({}),
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
    RESOURCE_GROUP: 'group',
    NSG: 'nsg',
    ROUTE_TABLE: 'table',
  }
  const commands = script.replace(/^set -eu$/m, 'set -u').replaceAll(/^az /gm, `${az} `)
  return spawnSync('sh', ['-s'], { input: commands, encoding: 'utf8', env }).stderr
}

const all = asked([
  ...EXAMPLE.rules,
  ...HOSTILE.flatMap((purpose, n) => [
    tagRule(`Storage.region${n}`, { purposes: [purpose] }),
    tagRule(`Batch.region${n}`, { purposes: [purpose], direction: 'inbound' }),
  ]),
])

for (const [name, write] of Object.entries({ 'nsg-az': nsgAz, 'udr-az': udrAz }))
  t.test(`${name}: az takes every argument`, { timeout: 200_000 }, async (t) => {
    const script = write(all)
    const complaints = run(t, script)
    const commands = script.match(/^az /gm)?.length ?? 0
    t.ok(commands > 0)
    t.equal(complaints.match(/az login/g)?.length, commands, 'each command is right, and asks for an account')
    t.notMatch(complaints, /unrecognized arguments|required|invalid|usage:/i)
  })

t.test('az would complain of a wrong argument', { timeout: 60_000 }, async (t) => {
  const script = nsgAz(asked([tagRule('Storage')])).replace('--priority', '--importance 1 --priority')
  t.match(run(t, script), /unrecognized arguments: --importance/)
})
