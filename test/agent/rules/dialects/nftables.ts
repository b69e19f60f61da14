import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { nftables } from '../../../../agent/rules/dialects/nftables.ts'
import { missingProgram, runProgram } from '../../../fixtures/program.ts'
import { asked, EXAMPLE, HOSTILE, rule } from '../../../fixtures/rules.ts'

const hostile = asked(
  HOSTILE.map((purpose, n) => rule(`h${n}.example.org`, { purposes: [purpose], seen: ['192.0.2.1'] })),
)

/** In a network namespace of its own, where it may and nothing else is. */
const nft = (...args: string[]) => runProgram('unshare', ['-rn', 'nft', ...args], '')

t.test('nft takes it', { skip: missingProgram('nft') }, async (t) => {
  const file = join(t.testdir({}), 'rules.nft')
  for (const text of [nftables(EXAMPLE), nftables(asked([])), nftables(hostile)]) {
    writeFileSync(file, text)
    const { status, output } = nft('-c', '-f', file)
    t.equal(status, 0, output)
  }
})

t.test('loaded twice it is there once', { skip: missingProgram('nft') }, async (t) => {
  const file = join(t.testdir({}), 'rules.nft')
  writeFileSync(file, nftables(asked([rule('pypi.org', { seen: ['151.101.0.223', '2a04:4e42::223'] })])))
  const commands = `nft -f ${file} && nft -f ${file} && nft list table inet filter`
  const { status, output } = runProgram('unshare', ['-rn', 'sh', '-c', commands], '')
  t.equal(status, 0, output)
  t.equal(output.match(/accept/g)?.length, 2)
  t.match(output, /elements = { 151\.101\.0\.223 }/)
})

t.test('dnsmasq takes the lines that fill the sets', { skip: missingProgram('dnsmasq') }, async (t) => {
  const many = Array.from({ length: 60 }, (_, n) => rule(`host-${n}.example.org`))
  const text = nftables(asked([...EXAMPLE.rules, ...many]))
  const lines = text.split('\n').flatMap((line) => (line.startsWith('# nftset=') ? [line.slice(2)] : []))
  t.ok(lines.length > 5)
  t.ok(lines.every(({ length }) => length < 1000))
  const { status, output } = runProgram('dnsmasq', ['--test', '-C', '-'], `${lines.join('\n')}\n`)
  t.equal(status, 0, output)
})

t.test('what a report saw is in the sets, by family', async (t) => {
  const text = nftables(EXAMPLE)
  t.match(text, /^add element inet filter connprobe_\d+_v4 { 151\.101\.0\.223 }$/m)
  t.match(text, /^add element inet filter connprobe_\d+_v6 { 2a04:4e42::223 }$/m)
  t.match(text, /^# nftset=\/azureml\.ms\/4#inet#filter#connprobe_\d+_v4,6#inet#filter#connprobe_\d+_v6$/m)
  t.match(text, /meta l4proto { tcp, udp } th dport { 8704-8710 } accept$/m)
})

t.test(
  'what is asked for gets through where everything else is dropped',
  { skip: missingProgram('nft') },
  async (t) => {
    const folder = t.testdir({
      // Answers come from here too: what a firewall's rule for established connections would let through.
      'policy.nft': [
        'add table inet filter',
        'add chain inet filter output { type filter hook output priority 0; policy drop; }',
        'add rule inet filter output tcp sport { 443, 444 } accept\n',
      ].join('\n'),
      'rules.nft': nftables(asked([rule('pypi.org', { seen: ['192.0.2.1'] })])),
      'connect.mjs': `
      import net from 'node:net'
      const outcome = (host, port) => new Promise((resolve) => {
        const socket = net.connect({ host, port, timeout: 300 })
        socket.on('connect', () => resolve('open'))
        socket.on('timeout', () => resolve('silent'))
        socket.on('error', ({ code }) => resolve(code))
      })
      const places = [['192.0.2.1', 443], ['192.0.2.1', 444], ['192.0.2.2', 443]]
      const outcomes = await Promise.all(places.map(([host, port]) => outcome(host, port)))
      console.log(outcomes.join(' '))
      process.exit()`,
    })
    const commands = [
      `cd ${folder}`,
      'ip link set lo up',
      'ip address add 192.0.2.1/32 dev lo',
      'ip address add 192.0.2.2/32 dev lo',
      'nft -f policy.nft',
      `${process.execPath} connect.mjs`,
      'nft -f rules.nft',
      'nft insert rule inet filter output jump connprobe',
      `${process.execPath} connect.mjs`,
    ]
    const { output } = runProgram('unshare', ['-rn', 'sh', '-ec', commands.join('\n')], '')
    t.equal(output, 'silent silent silent\nECONNREFUSED silent silent\n')
  },
)
