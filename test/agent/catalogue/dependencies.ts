import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseDependencies, readDependencies } from '../../../agent/catalogue/dependencies.ts'
import { UsageError } from '../../../agent/usage-error.ts'

const WORKSPACE = {
  value: [
    {
      properties: {
        category: 'Azure Active Directory',
        endpoints: [{ domainName: 'login.microsoftonline.com', endpointDetails: [{ port: 80 }, { port: 443 }] }],
      },
    },
    {
      properties: {
        category: 'Compute',
        endpoints: [
          { domainName: 'westeurope.tundra.azureml.ms', endpointDetails: [{ port: 5831 }] },
          { domainName: '*.batch.azure.com' },
        ],
      },
    },
  ],
}

t.test("a workspace's dependencies have ports, and protocols nobody names", async (t) => {
  const read = parseDependencies(WORKSPACE)
  t.match(read, { source: 'workspace-dependencies', notes: [] })
  t.same(
    read?.hosts.map(({ purpose, host, ports }) => [purpose, host, ports]),
    [
      [
        'Azure Active Directory',
        'login.microsoftonline.com',
        [
          { port: 80, protocol: null },
          { port: 443, protocol: null },
        ],
      ],
      ['Compute', 'westeurope.tundra.azureml.ms', [{ port: 5831, protocol: null }]],
      ['Compute', '*.batch.azure.com', []],
    ],
  )
  t.same(parseDependencies(WORKSPACE.value)?.hosts, read?.hosts, 'az rest --query value')
})

t.test("a cluster's egress endpoints have protocols", async (t) => {
  const read = parseDependencies([
    {
      category: 'time-sync',
      endpoints: [{ domainName: 'ntp.ubuntu.com', endpointDetails: [{ port: 123, protocol: 'Udp', ipAddress: null }] }],
    },
    {
      category: 'apiserver',
      endpoints: [
        { domainName: null, endpointDetails: [{ ipAddress: '20.1.2.3', port: 443, protocol: 'Https' }] },
        { domainName: 'bad host', endpointDetails: [] },
      ],
    },
  ])
  t.match(read, { source: 'aks-egress', notes: ['1 entries of the list are no host names and are left out'] })
  t.same(
    read?.hosts.map(({ host, ports }) => [host, ports]),
    [
      ['ntp.ubuntu.com', [{ port: 123, protocol: 'udp' }]],
      ['20.1.2.3', [{ port: 443, protocol: 'tcp' }]],
    ],
  )
})

t.test("a managed network's outbound rules, as the command line and the REST API write them", async (t) => {
  const command = [
    { name: 'a', type: 'fqdn', category: 'UserDefined', status: 'Active', destination: 'PyPI.org' },
    { name: 'b', type: 'fqdn', category: 'Recommended', destination: '*.anaconda.org' },
    {
      name: 'c',
      type: 'private_endpoint',
      destination: { service_resource_id: '/subscriptions/x', subresource_target: 'blob', spark_enabled: false },
      fqdns: ['st1.blob.core.windows.net'],
    },
    { name: 'd', type: 'service_tag', destination: { service_tag: 'DataFactory', protocol: 'TCP', port_ranges: '80' } },
  ]
  const rest = {
    value: command.map(({ name, ...properties }) => ({ id: `/x/${name}`, name, type: 'outboundRules', properties })),
  }
  for (const content of [command, rest]) {
    const read = parseDependencies(content)
    t.match(read, {
      source: 'managed-network',
      notes: ['1 outbound rules of the managed network name a service tag or resource, and no host'],
    })
    t.same(
      read?.hosts.map(({ host, required, private: isPrivate }) => [host, required, isPrivate]),
      [
        ['pypi.org', true, false],
        ['*.anaconda.org', false, false],
        ['st1.blob.core.windows.net', true, true],
      ],
    )
  }
})

t.test('control characters of a list reach no output', async (t) => {
  const group = {
    category: 'a\u001b[31m',
    endpoints: [{ domainName: 'a.example' }, { domainName: '${region}.example' }],
  }
  const read = parseDependencies({ value: [{ properties: group }] })
  t.same(
    read?.hosts.map(({ purpose, host }) => [purpose, host]),
    [['a?[31m', 'a.example']],
  )
})

t.test('an empty list is a list, and said', async (t) => {
  t.same(parseDependencies({ value: [] }), {
    source: 'workspace-dependencies',
    hosts: [],
    notes: ['the list of dependencies names no host'],
  })
})

t.test('a file may come from Windows PowerShell', async (t) => {
  const dir = t.testdir({ 'utf16.json': Buffer.from(`\ufeff${JSON.stringify(WORKSPACE)}`, 'utf16le') })
  t.equal((await readDependencies(join(dir, 'utf16.json'))).hosts.length, 3)
})

t.test('a bad file is one message', async (t) => {
  const dir = t.testdir({
    'error.json': '{"error": {"code": "AuthorizationFailed", "message": "SECRET"}}',
    'html.json': '<!DOCTYPE html><html></html>',
    'cut.json': JSON.stringify(WORKSPACE).slice(0, 120),
    'other.json': '{"value": [{"properties": {"name": "x", "endpoints": {"login": 443}}}]}',
    'port.json':
      '[{"category": "a", "endpoints": [{"domainName": "a.example", "endpointDetails": [{"port": 70000}]}]}]',
    'huge.json': '',
    'text.json': 'ERROR: Please run az login',
  })
  truncateSync(join(dir, 'huge.json'), 400 * 1_048_576)
  const message = async (name: string): Promise<string> => {
    const error: unknown = await readDependencies(join(dir, name)).catch((error: unknown) => error)
    if (!(error instanceof UsageError)) throw new Error(`${name} was not refused`)
    t.equal(error.problems.length, 1)
    return error.message.slice(dir.length + 1)
  }
  t.equal(
    await message('error.json'),
    'error.json: this is an error that Azure answered (AuthorizationFailed), not a list of endpoints',
  )
  t.equal(await message('html.json'), 'html.json: this is a web page, not JSON')
  t.equal(await message('cut.json'), 'cut.json: the JSON is broken or cut off')
  t.equal(await message('text.json'), 'text.json: this is not JSON')
  t.match(await message('other.json'), /this is no list of endpoints/)
  t.match(await message('port.json'), /this is no list of endpoints/)
  t.match(await message('huge.json'), /larger than 4 MB/)
  t.match(await message('none.json'), /can't be read \(ENOENT\)/)
})
