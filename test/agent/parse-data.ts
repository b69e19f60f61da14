import t from 'tap'
import { parseData } from '../../agent/parse-data.ts'

t.test('YAML and JSON of the same data are the same', async (t) => {
  const value = { hosts: ['a', 'b'], date: '2024-04-08' }
  t.same(parseData('# for people\nhosts: [a, b]\ndate: "2024-04-08"\n'), value)
  t.same(parseData(JSON.stringify(value)), value)
})
