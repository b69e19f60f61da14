import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { squid } from '../../../../agent/rules/dialects/squid.ts'
import { missingProgram, runProgram } from '../../../fixtures/program.ts'
import { asked, EXAMPLE, HOSTILE, rule } from '../../../fixtures/rules.ts'

const parsed = (t: Test, text: string): string => {
  const folder = t.testdir({})
  const file = join(folder, 'squid.conf')
  writeFileSync(
    file,
    `http_port 127.0.0.1:3128\ncache_log ${folder}/cache.log\npid_filename none\n${text}http_access deny all\n`,
  )
  const { status, output } = runProgram('squid', ['-k', 'parse', '-f', file], '')
  t.equal(status, 0, output)
  return output
}

t.test('squid parses it and has nothing to complain of', { skip: missingProgram('squid') }, async (t) => {
  const hostile = HOSTILE.map((purpose, n) => rule(`h${n}.example.org`, { purposes: [purpose] }))
  for (const text of [squid(EXAMPLE), squid(asked([])), squid(asked(hostile))])
    t.notMatch(parsed(t, text), /ERROR|WARNING|FATAL|Bungled/)
})

t.test('a domain beside its wildcard is said once, as Squid wants it', async (t) => {
  const text = squid(asked([rule('anaconda.com'), rule('*.anaconda.com')]))
  t.match(text, /^acl connprobe_1_names dstdomain \.anaconda\.com$/m)
})

t.test('443 is tunnelled, 80 is asked for, UDP and SMB are somebody else’s', async (t) => {
  const text = squid(EXAMPLE)
  t.match(text, /^http_access allow connprobe_clients connprobe_tunnel connprobe_1_names connprobe_1_ports$/m)
  t.match(text, /^http_access allow connprobe_clients !connprobe_tunnel connprobe_1_names connprobe_1_http$/m)
  t.match(text, /doesn't go through an HTTP proxy.*\n.*acct\.file\.core\.windows\.net tcp 445/)
  t.notMatch(text, /^acl.*(5831|445)/m)
})
