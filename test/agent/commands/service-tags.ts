import { join } from 'node:path'
import t from 'tap'
import { serviceTagger } from '../../../agent/commands/service-tags.ts'
import { readProbingOptions } from '../../../agent/options.ts'
import { endpoint, healthy, machine } from '../../fixtures/report.ts'

const run = {
  machine,
  experiments: [],
  endpoints: [{ endpoint: endpoint('a.test'), observations: [healthy('a.test', '20.0.0.1')], experiments: [] }],
  timeoutSeconds: 5,
}

t.test('a run gets the tags of its addresses where there is a file, and again the same', async (t) => {
  const values = [{ name: 'AzureCloud', properties: { addressPrefixes: ['20.0.0.0/8'] } }]
  const file = join(t.testdir({ 'tags.json': JSON.stringify({ cloud: 'Public', values }) }), 'tags.json')
  const options = readProbingOptions({ 'service-tags': file })
  const tagged = await serviceTagger(options, 'public')
  t.match(tagged(run), { serviceTags: [{ address: '20.0.0.1', tags: ['AzureCloud'] }] })
  t.strictSame(tagged(tagged(run)), tagged(run))
  await t.rejects(serviceTagger(options, 'china'), { message: /another cloud/ })
})

t.test('without a file it stays as it is', async (t) => {
  t.equal((await serviceTagger(readProbingOptions({}), 'public'))(run), run)
})
