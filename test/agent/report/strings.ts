import t from 'tap'
import { mapStrings } from '../../../agent/report/strings.ts'

t.test('every string, at every depth; nothing else', async (t) => {
  const before = { a: 'x', b: [1, null, true, 'x', { c: 'x', x: 2 }] }
  t.strictSame(
    mapStrings(before, (text) => text + text),
    { a: 'xx', b: [1, null, true, 'xx', { c: 'xx', x: 2 }] },
  )
  t.strictSame(before, { a: 'x', b: [1, null, true, 'x', { c: 'x', x: 2 }] }, 'the original stays')
})

t.test('what does not change is not copied', async (t) => {
  const before = { same: { a: ['x'] }, other: 'y' }
  const after = mapStrings(before, (text) => text.replace('y', 'z'))
  t.equal(after.same, before.same)
  t.strictSame(after, { same: { a: ['x'] }, other: 'z' })
})

t.test('a key that means something to JavaScript stays a key', async (t) => {
  const hostile = JSON.parse('{"__proto__": {"a": "x"}, "b": "x"}') as object
  t.equal(JSON.stringify(mapStrings(hostile, () => 'y')), '{"__proto__":{"a":"y"},"b":"y"}')
})
