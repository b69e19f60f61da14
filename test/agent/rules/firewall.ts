import t from 'tap'
import { firewall, PRIORITIES } from '../../../agent/rules/firewall.ts'
import { asked, EXAMPLE, rule, tagRule } from '../../fixtures/rules.ts'

const WEB_AND_RSTUDIO = [
  [443, 443],
  [8787, 8787],
] as const

t.test('names on 80 and 443 in application rules, on other ports in network rules', async (t) => {
  const { application, network } = firewall(
    asked([rule('files.example.org', { ports: [[80, 80], ...WEB_AND_RSTUDIO], purposes: ['Files'] })]),
    [],
  )
  t.match(application, [
    {
      name: 'Files',
      names: ['files.example.org'],
      protocols: [
        { type: 'Http', port: 80 },
        { type: 'Https', port: 443 },
      ],
    },
  ])
  t.match(network, [{ names: ['files.example.org'], addresses: [], ports: ['8787'], protocol: 'TCP' }])
})

t.test('a wildcard on another port goes by its tags, or is said to be missing', async (t) => {
  const ports = WEB_AND_RSTUDIO
  const { application, network, head } = firewall(
    asked([
      rule('*.instances.azureml.ms', { ports, tags: ['AzureMachineLearning'] }),
      rule('*.untagged.example', { ports }),
    ]),
    [],
  )
  t.same(
    application.map(({ names }) => names),
    [['*.instances.azureml.ms', '*.untagged.example']],
  )
  t.match(network, [{ names: [], addresses: ['AzureMachineLearning'], ports: ['8787'] }])
  t.match(head.join('\n'), /takes no wildcard, and no service tag contains it:\n +\*\.untagged\.example tcp 8787/)
})

t.test('no network rule lets a name through that an application rule is for', async (t) => {
  const { network } = firewall(EXAMPLE, [])
  for (const { names, ports } of network)
    if (names.length > 0) t.notOk(ports.some((port) => ['80', '443'].includes(port)))
})

t.test('names are unique, and a UDP name on 443 is no matter of HTTP', async (t) => {
  const { network, application } = firewall(
    asked([rule('a.org', { protocol: 'udp' }), tagRule('Storage'), rule('b.org', { ports: [[445, 445]] })]),
    [],
  )
  t.same(application, [])
  t.equal(new Set(network.map(({ name }) => name)).size, 3)
  t.not(PRIORITIES.network, PRIORITIES.application)
})
