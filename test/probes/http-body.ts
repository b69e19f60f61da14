import t from 'tap'
import { readBody } from '../../probes/http-body.ts'

const reader = (t: { teardown: (undo: () => void) => void }) => {
  const controller = new AbortController()
  t.teardown(() => controller.abort())
  const closed = { times: 0 }
  return { ...readBody(controller.signal, () => closed.times++), closed, abort: () => controller.abort() }
}

t.test('a body that ends', async (t) => {
  const { take, end, body, closed } = reader(t)
  take(Buffer.from('hel'))
  take(Buffer.from('lo\u0000'))
  end(null)
  t.strictSame(await body, { text: 'hello ', bytesRead: 6, complete: true, fault: null })
  t.equal(closed.times, 1)
})

t.test('a body that fails', async (t) => {
  const { take, end, body } = reader(t)
  take(Buffer.from('hel'))
  end({ kind: 'reset' })
  t.strictSame(await body, { text: 'hel', bytesRead: 3, complete: false, fault: { kind: 'reset' } })
})

t.test('enough: by bytes, by time, by the signal; the first end counts', async (t) => {
  const big = reader(t)
  for (let kilobytes = 0; kilobytes < 64; kilobytes++) big.take(Buffer.alloc(1024, 'x'))
  big.end({ kind: 'reset' })
  const { text, ...rest } = await big.body
  t.equal(text.length, 4096)
  t.strictSame(rest, { bytesRead: 65_536, complete: false, fault: null })
  const aborted = reader(t)
  aborted.abort()
  t.match(await aborted.body, { complete: false, fault: null })
  const slow = reader(t)
  const began = performance.now()
  t.match(await slow.body, { text: '', complete: false, fault: null })
  t.ok(performance.now() - began < 1300)
})

t.test('a character that is cut in two is no error', async (t) => {
  const { take, end, body } = reader(t)
  take(Buffer.from('ü').subarray(0, 1))
  end(null)
  t.match(await body, { text: '\ufffd' })
})
