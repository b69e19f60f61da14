import t from 'tap'
import { readKnowledge } from '../../../agent/catalogue/knowledge.ts'
import { parseKnowledge } from '../../../agent/judge/knowledge.ts'

const EXPERIMENTS = `
source: { documents: [x], date: '2026-01-01' }
decoys: [192.0.2.1]
impossibleName: x-\${nonce}.com
neutralNames: [example.com]
azureDns: 168.63.129.16
udpControls: []
clockHosts: []
clockToleranceSeconds: 300
expiringDays: 14
`
const files = (changes: Record<string, string>) => (name: string) =>
  changes[name] ??
  {
    'experiments.yaml': EXPERIMENTS,
    'signatures.yaml': 'signatures: []',
    'service-denials.yaml': 'denials: []',
    'interceptors.yaml': 'interceptors: []',
    'public-intermediates.yaml': 'intermediates: []',
  }[name] ??
  ''
const signature = (conditions: string) =>
  `signatures: [{ vendor: X, kind: filter, ${conditions}, source: y, date: '2026-01-01' }]`

t.test('the files that ship are of the schema', async (t) => {
  const { signatures, denials, interceptors, intermediates } = readKnowledge()
  t.ok(signatures.length > 15 && denials.length > 5 && interceptors.length > 15 && intermediates.length > 5)
})

t.test('a signature is more than a status or a word', async (t) => {
  t.throws(() => parseKnowledge(files({ 'signatures.yaml': signature('status: [403]') })))
  t.throws(() => parseKnowledge(files({ 'signatures.yaml': signature('body: [blocked]') })))
  t.throws(() => parseKnowledge(files({ 'signatures.yaml': signature('status: [403], body: ["("]') })))
  t.equal(
    parseKnowledge(files({ 'signatures.yaml': signature('status: [403], body: [blocked]') })).signatures.length,
    1,
  )
  t.equal(parseKnowledge(files({ 'signatures.yaml': signature('body: [blocked, by X]') })).signatures.length, 1)
})
