import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readBuiltin } from '../../../agent/catalogue/builtin.ts'
import { parseClouds } from '../../../agent/catalogue/clouds.ts'
import { parseServiceTags, readServiceTags, serviceTagRemark } from '../../../agent/catalogue/service-tags.ts'
import { UsageError } from '../../../agent/usage-error.ts'

const clouds = parseClouds(readBuiltin('clouds.yaml'))
const tag = (name: string, ...addressPrefixes: string[]) => ({
  name,
  id: name,
  properties: { changeNumber: 1, region: '', addressPrefixes, networkFeatures: ['NSG'] },
})
const CONTENT = {
  changeNumber: 329,
  cloud: 'Public',
  values: [
    tag('AzureCloud', '20.0.0.0/8', '2603:1000::/24'),
    tag('Storage', '20.60.0.0/16'),
    tag('Storage.WestEurope', '20.60.26.0/23', '2603:1020:206::/48'),
    tag('AzureMachineLearning', '13.69.64.0/24'),
  ],
}
const tags = parseServiceTags(CONTENT, 'tags.json', 'public', clouds)

t.test('an address has the tags whose prefixes contain it, the longest first', async (t) => {
  t.same(tags.tagsOf('20.60.27.1'), ['Storage.WestEurope', 'Storage', 'AzureCloud'])
  t.same(tags.tagsOf('2603:1020:206::9'), ['Storage.WestEurope', 'AzureCloud'])
  t.same(tags.tagsOf('192.0.2.1'), [])
})

t.test('a rule by tag lets through what is in one of its tags', async (t) => {
  t.equal(tags.coverage('20.60.27.1', ['storage.westeurope']), 'inside', 'names are read without regard to case')
  t.equal(tags.coverage('20.60.99.1', ['AzureMachineLearning', 'Storage']), 'inside')
  t.equal(tags.coverage('20.60.99.1', ['Storage.westeurope']), 'outside')
  t.equal(tags.coverage('192.0.2.1', ['Storage']), 'outside')
})

t.test('where the file cannot tell, nothing is claimed', async (t) => {
  t.equal(tags.coverage('192.0.2.1', []), 'unknown')
  t.equal(tags.coverage('192.0.2.1', ['Storage', 'VirtualNetwork']), 'unknown')
  t.equal(tags.coverage('192.0.2.1', ['Storage.mars']), 'unknown')
  t.equal(tags.coverage('10.0.0.5', ['Storage']), 'unknown', 'a private endpoint')
  t.equal(tags.coverage('fd00::5', ['Storage']), 'unknown')
})

t.test('an address outside is remarked on', async (t) => {
  t.equal(
    serviceTagRemark(tags, '20.60.99.1', ['Storage.WestEurope']),
    '20.60.99.1 is in none of the service tags Storage.WestEurope, but in Storage, AzureCloud: a rule by tag does not let it through',
  )
  t.match(serviceTagRemark(tags, '192.0.2.1', ['Storage']), /, but in no tag at all: /)
  t.equal(serviceTagRemark(tags, '20.60.26.1', ['Storage.WestEurope']), null)
  t.equal(serviceTagRemark(tags, '10.0.0.1', ['Storage']), null)
})

t.test('10,000 prefixes and 300 addresses take less than 50 ms', async (t) => {
  const prefixes = Array.from(
    { length: 10_000 },
    (_, i) => `${20 + (i >> 14)}.${(i >> 6) & 255}.${(i & 63) << 2}.0/${22 + (i % 11)}`,
  )
  const many = parseServiceTags({ cloud: 'Public', values: [tag('Storage', ...prefixes)] }, 'f', 'public', clouds)
  const start = performance.now()
  let found = 0
  for (let i = 0; i < 300; i++) {
    found += many.tagsOf(`20.${i & 255}.${(i & 63) << 2}.0`).length
    many.coverage(`2603:1020::${i.toString(16)}`, ['Storage'])
  }
  t.ok(performance.now() - start < 50)
  t.ok(found > 0)
})

t.test('a bad file is one message', async (t) => {
  const dir = t.testdir({
    'html.json': '<html><body>Sign in</body></html>',
    'cut.json': JSON.stringify(CONTENT).slice(0, 300),
    'gov.json': JSON.stringify({ ...CONTENT, cloud: 'AzureGovernment' }),
    'prefix.json': JSON.stringify({ cloud: 'Public', values: [tag('Sto\u001brage', '1.2.3.0/24', '1.2.3/24', 'x')] }),
    'error.json': '{"error": {"code": "AuthorizationFailed"}}',
    'page.json': JSON.stringify({ ...CONTENT, nextLink: 'https://management.azure.com/next' }),
    'huge.json': '',
    'empty.json': ' \n',
  })
  truncateSync(join(dir, 'huge.json'), 400 * 1_048_576)
  const message = async (name: string): Promise<string> => {
    const error: unknown = await readServiceTags(join(dir, name), 'public', clouds).catch((error: unknown) => error)
    if (!(error instanceof UsageError)) throw new Error(`${name} was not refused`)
    t.equal(error.problems.length, 1)
    t.ok(error.problems[0]?.startsWith(join(dir, name)))
    return error.message.slice(dir.length + 1)
  }
  t.equal(await message('html.json'), 'html.json: this is a web page, not JSON')
  t.equal(await message('cut.json'), 'cut.json: the JSON is broken or cut off')
  t.equal(await message('empty.json'), 'empty.json: the file is empty')
  t.equal(await message('gov.json'), 'gov.json: these are the service tags of another cloud, not of public')
  t.equal(await message('prefix.json'), 'prefix.json: 2 address prefixes are malformed, the first in tag Sto?rage')
  t.match(await message('error.json'), /is not Microsoft's service-tags file/)
  t.match(await message('page.json'), /first page/)
  t.match(await message('huge.json'), /larger than 64 MB/)
  t.match(await message('none.json'), /can't be read \(ENOENT\)/)
})

t.test('each cloud takes its own file', async (t) => {
  for (const [name, cloud] of [
    ['AzureGovernment', 'usgov'],
    ['China', 'china'],
    ['AzureChinaCloud', 'china'],
  ] as const)
    t.ok(parseServiceTags({ ...CONTENT, cloud: name }, 'f', cloud, clouds))
  t.throws(() => parseServiceTags(CONTENT, 'f', 'china', clouds), UsageError)
})
