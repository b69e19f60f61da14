import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runCli } from '../../../agent/cli.ts'
import type { Io } from '../../../agent/io.ts'
import { endpoint, report, requirement, result } from '../../fixtures/report.ts'

/** What the command prints, on either stream. */
const run = async (...args: string[]): Promise<string> => {
  let text = ''
  const sink = { write: (more: string) => void (text += more), isTTY: false, columns: undefined }
  const io: Io = {
    env: {},
    clock: { now: () => 0, monotonic: () => 0 },
    interrupted: new AbortController().signal,
    stdout: sink,
    stderr: sink,
  }
  await runCli(['rules', '--no-detect', ...args], io)
  return text
}

t.test('the rules of a scenario', async (t) => {
  const text = await run('--for', 'squid', '-m', 'training')
  t.match(text, /^acl connprobe_\d+_names dstdomain .*pypi\.org/m)
  t.match(await run('--for', 'csv', '-m', 'basic', '--cloud', 'china'), /login\.chinacloudapi\.cn/)
})

t.test('routes are for compute with a public address unless something else is asked for', async (t) => {
  t.match(await run('--for', 'udr-az'), /--address-prefix AzureMachineLearning --next-hop-type Internet/)
  t.match(await run('--for', 'udr-az', '-m', 'training'), /Nothing that is asked for comes in/)
})

t.test('what a report saw blocked, into a file', async (t) => {
  const folder = t.testdir({})
  const of = endpoint('ml.azure.com', { requirements: [requirement({ host: 'ml.azure.com', purpose: 'Studio' })] })
  writeFileSync(
    join(folder, 'report.json'),
    JSON.stringify(report([result(of, { verdict: 'blocked', cause: 'tcp-timeout' }), result(endpoint('pypi.org'))])),
  )
  t.equal(await run('--for', 'csv', '--from', join(folder, 'report.json'), '-o', join(folder, 'rules.csv')), '')
  t.same(readFileSync(join(folder, 'rules.csv'), 'utf8').split('\r\n').slice(1), [
    'outbound,ml.azure.com,name,tcp,443,,compute,Studio,azureml/entra-id,',
    '',
  ])
})

t.test('service tags as networks where the firewall knows no tags', async (t) => {
  const file = join(
    t.testdir({
      'tags.json': JSON.stringify({
        cloud: 'Public',
        values: [{ name: 'Storage.westeurope', properties: { addressPrefixes: ['20.60.26.0/23'] } }],
      }),
    }),
    'tags.json',
  )
  const args = ['-m', 'storage-smb', '--set', 'region=westeurope', '--service-tags', file]
  t.match(await run('--for', 'nftables', ...args), /add element inet filter connprobe_1_v4 { 20\.60\.26\.0\/23 }/)
  t.match(await run('--for', 'nsg-az', ...args), /--destination-address-prefixes Storage\.westeurope/)
})

t.test('mistakes say what to do', async (t) => {
  t.match(await run(), /^connprobe: --for: say for which firewall: nsg-az, /)
  t.match(await run('--for', 'squids'), /^connprobe: .*did you mean 'squid'/)
  t.match(await run('--for', 'csv', '-f', 'json'), /^connprobe: --format: /)
  t.match(await run('--for', 'csv', '--redact'), /^connprobe: --redact: /)
})
