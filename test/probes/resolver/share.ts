import t from 'tap'
import { createShare } from '../../../probes/resolver/share.ts'

/** Work that ends when told to, or soon after its signal aborts. */
const work = () => {
  const signals: AbortSignal[] = []
  let finish: (value: string) => void = () => undefined
  const start = (signal: AbortSignal) => {
    signals.push(signal)
    const result = new Promise<string>((resolve) => {
      finish = resolve
      signal.addEventListener('abort', () => resolve('ended'))
    })
    return { result, partial: () => 'so far' }
  }
  return { start, signals, finish: (value: string) => finish(value) }
}

t.test('createShare() does identical work once', async (t) => {
  const share = createShare<string>()
  const { start, signals, finish } = work()
  const { signal } = new AbortController()
  const waiting = Promise.all([share('a', start, signal), share('a', start, signal)])
  finish('done')
  t.same(await waiting, ['done', 'done'])
  t.equal(signals.length, 1)
  const again = share('a', start, signal)
  finish('again')
  t.equal(await again, 'again', 'once it is done it is begun anew')
})

t.test('createShare() goes on while anyone waits', async (t) => {
  const share = createShare<string>()
  const { start, signals, finish } = work()
  const impatient = new AbortController()
  const first = share('a', start, impatient.signal)
  const second = share('a', start, new AbortController().signal)
  impatient.abort()
  t.equal(await first, 'so far')
  t.equal(signals[0]?.aborted, false)
  finish('done')
  t.equal(await second, 'done')
})

t.test('createShare() ends the work with the last who waits', async (t) => {
  const share = createShare<string>()
  const { start, signals } = work()
  const controller = new AbortController()
  const waiting = [share('a', start, controller.signal), share('a', start, controller.signal)]
  controller.abort()
  t.same(await Promise.all(waiting), ['so far', 'so far'])
  t.equal(signals[0]?.aborted, true)
  t.equal(await share('a', start, AbortSignal.abort()), 'so far')
  t.equal(signals.length, 2, 'ended work is not joined')
})
