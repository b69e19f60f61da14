import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import type { RemedyFacts } from '../../../agent/judge/cause.ts'
import { anchorOf, causes } from '../../../agent/judge/causes.ts'

const SPECIFICATION = new URL('../../../../shared/spec/causes.md', import.meta.url)

t.test('every remedy is one sentence, with and without details', async (t) => {
  const least: RemedyFacts = { host: 'ml.azure.com', port: 443, protocol: 'tcp', address: null, via: null }
  const most: RemedyFacts = {
    ...least,
    address: '20.42.0.1',
    via: 'http://proxy:3128',
    who: 'WHO',
    besides: 'directly it works',
  }
  for (const [code, { remedy, meaning, isNot }] of Object.entries(causes)) {
    for (const facts of [least, most]) t.match(remedy(facts) ?? 'None.', /^[A-Z][^\n]*\.$/, code)
    t.notMatch(`${remedy(least) ?? ''}${remedy(most) ?? ''}`, /undefined|null|\s{2}/, code)
    t.match(meaning, /^[A-Z].*\.$/, code)
    t.match(isNot, /^N.*\.$/, code)
  }
})

t.test('anchors', async (t) => {
  t.equal(anchorOf('tls-alert'), '#tls-alert')
})

t.test(
  'the codes are those of the specification',
  { skip: !existsSync(SPECIFICATION) && 'no specification here' },
  async (t) => {
    const table = readFileSync(SPECIFICATION, 'utf8').split('## Causes')[1]?.split('## Experiments')[0] ?? ''
    const rows = table.split('\n').filter((line) => line.startsWith('| `'))
    const codes = rows.flatMap((line) =>
      [...(line.split('|')[1] ?? '').matchAll(/`([a-z0-9-]+)`/g)].map(([, code]) => code ?? ''),
    )
    t.same(Object.keys(causes).toSorted(), codes.toSorted())
    for (const row of rows) {
      const [, names = '', verdicts = ''] = row.split('|')
      for (const [, code = ''] of names.matchAll(/`([a-z0-9-]+)`/g)) {
        for (const verdict of causes[code as keyof typeof causes].verdicts)
          t.ok(verdicts.includes(verdict), `${code} ${verdict}`)
      }
    }
  },
)
