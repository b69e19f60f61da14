import t from 'tap'
import { readWorkloads } from '../../../agent/catalogue/workloads.ts'
import type { Report } from '../../../agent/report/schema.ts'
import { ticket as write } from '../../../agent/report/ticket.ts'
import { appendix } from '../../../agent/rules/appendix.ts'
import { GFM, rendered } from '../../fixtures/gfm.ts'
import { missingProgram } from '../../fixtures/program.ts'
import { healthyReport, hostileReport, mixedReport, sealedReport } from '../../fixtures/reports.ts'
import { endpoint, observation, report, result, silentConnect } from '../../fixtures/report.ts'

const workloads = readWorkloads()
const ticket = (report: Report) => write(report, (blocked) => appendix(blocked, workloads))

t.test('golden', async (t) => {
  t.matchSnapshot(
    write(mixedReport(), () => []),
    'mixed',
  )
  t.matchSnapshot(
    write(sealedReport(), () => []),
    'sealed',
  )
  t.matchSnapshot(
    write(hostileReport(), () => []),
    'hostile',
  )
})

t.test('it asks for what is blocked, and for nothing else', async (t) => {
  const text = ticket(mixedReport())
  t.match(text, '# Azure Machine Learning: please let 2 connections through')
  t.match(text, '| 1 | open | `pypi.org` | 443 | tcp, https | pypi.org | Python packages |')
  t.notMatch(text, /^\| \d+ \| open \| `viennaglobal/m)
  t.match(text, "because the service's owner has to act: `viennaglobal.azurecr.io:443`")
  t.match(text, 'westeurope.tundra.azureml.ms', 'what only the log can tell')
})

t.test('what this machine does to itself is nobody else’s business', async (t) => {
  const text = ticket(
    report([result(endpoint('a.example'), { verdict: 'blocked', cause: 'no-route', layer: 'local' })]),
  )
  t.match(text, 'nothing to ask for')
  t.match(text, "because this machine's administrator has to act: `a.example:443`")
})

t.test('it tells how to find our packets', async (t) => {
  const text = ticket(mixedReport())
  t.match(text, '`connprobe/1.0.0 (run 1f2e3d4c)`')
  t.match(text, 'RequestClientApplication has_all ("connprobe", "1f2e3d4c")')
  t.match(text, 'Ours = SourcePort in (51544)')
  t.match(text, '`10.1.0.7:51544` | `20.42.0.1:443`')
  t.match(text, 'SourceIp in ("10.1.0.7") and DestinationPort in (443, 5831)')
  t.match(text, 'between (datetime(2026-11-22T11:18:00.000Z) .. datetime(2026-11-22T11:38:04.200Z))')
})

t.test('the source is known even where nothing connected; IPv6 without brackets', async (t) => {
  const silent = observation([silentConnect('20.42.0.1')], { from: null })
  const six = observation([], { from: '[2001:db8::7]:5000' })
  const blocked = { verdict: 'blocked', cause: 'tcp-timeout' } as const
  const text = ticket(
    report([result(endpoint('a.example'), blocked, [silent]), result(endpoint('b.example'), blocked, [six])]),
  )
  t.match(text, 'SrcIp in ("10.1.0.7", "2001:db8::7")')
})

t.test(
  'through a proxy there is nothing of ours in Azure’s logs, but in the proxy’s; the rules are the proxy’s too',
  async (t) => {
    const proxied = observation([], { via: 'http://proxy:3128', address: null })
    const text = ticket(
      report([result(endpoint('a.example'), { verdict: 'blocked', cause: 'proxy-denied', layer: 'proxy' }, [proxied])]),
    )
    t.match(text, '`http://proxy:3128`')
    t.notMatch(text, 'AZFW')
    t.match(text, 'CommonSecurityLog')
    t.match(text, '--for squid')
    t.notMatch(text, '--for firewall-az')
  },
)

t.test('nothing to ask for', async (t) => {
  const text = ticket(healthyReport())
  t.match(text, '# Azure Machine Learning: nothing to ask for')
  t.notMatch(text, '```')
})

t.test('no text of a peer ends a table, a string or a fence', async (t) => {
  const text = ticket(hostileReport())
  const outsideCode = text.split(/^```.*$/m).filter((_, index) => index % 2 === 0)
  t.notMatch(outsideCode.join(''), '<script')
  t.equal((text.match(/^```/gm)?.length ?? 1) % 2, 0)
  t.equal(text.match(/```/g)?.length, text.match(/^```/gm)?.length)
})

t.test('the rules are those of what is asked for', async (t) => {
  const text = ticket(mixedReport())
  t.match(text, '--target-fqdns pypi.org files.pythonhosted.org')
  t.notMatch(text, /--target-fqdns .*viennaglobal/)
  t.notMatch(text, '--for nsg-az', 'no tag contains these names')
})

t.test('as GitHub shows it', { skip: missingProgram(GFM) }, async (t) => {
  const page = rendered(ticket(mixedReport()))
  t.equal(page.match(/<table>/g)?.length, 4, 'machine, ask, packets, and those that only the log knows of')
  t.equal(page.match(/<pre>/g)?.length, 6, 'four queries, two files of rules')
  t.notMatch(rendered(ticket(hostileReport())), /<(script|a|img)[ >]/)
})
