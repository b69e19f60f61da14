import { readFileSync } from 'node:fs'
import t from 'tap'
import { makeTroubleshooting } from '../../../agent/build/troubleshooting.ts'

t.test('the committed page is what the causes make: node agent/build/troubleshooting.ts', async (t) => {
  const committed = readFileSync(new URL('../../../TROUBLESHOOTING.md', import.meta.url), 'utf8')
  t.ok(committed === (await makeTroubleshooting()))
})
