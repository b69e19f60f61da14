import { spawnSync } from 'node:child_process'
import t from 'tap'
import { firewallTerraform } from '../../../agent/rules/dialects/firewall-terraform.ts'
import { nsgTerraform } from '../../../agent/rules/dialects/nsg-terraform.ts'
import { runProgram } from '../../fixtures/program.ts'
import { asked, EXAMPLE, HOSTILE, rule, tagRule } from '../../fixtures/rules.ts'

/** Terraform is in no Debian package, so a machine of the tests may well be without. */
const noTerraform = spawnSync('terraform', ['version']).error !== undefined && 'terraform is not installed'

const hostile = asked(
  HOSTILE.flatMap((purpose, n) => [
    rule(`h${n}.example.org`, { purposes: [purpose] }),
    tagRule(`Storage.region${n}`, { purposes: [purpose] }),
  ]),
)

t.test('terraform would not format it otherwise', { skip: noTerraform }, async (t) => {
  for (const write of [nsgTerraform, firewallTerraform])
    for (const one of [EXAMPLE, hostile, asked([])]) {
      const { status, output } = runProgram('terraform', ['fmt', '-check', '-diff', '-'], write(one))
      t.equal(status, 0, output)
    }
})
