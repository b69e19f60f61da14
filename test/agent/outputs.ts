import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { reserveOutputs } from '../../agent/outputs.ts'
import { UsageError } from '../../agent/usage-error.ts'

t.test('a file appears whole, and nothing is left beside it', async (t) => {
  const folder = t.testdir({ 'report.json': 'old' })
  const [output] = reserveOutputs([join(folder, 'report.json')])
  t.equal(readFileSync(join(folder, 'report.json'), 'utf8'), 'old')
  output!.write('new')
  output!.discard()
  t.equal(readFileSync(join(folder, 'report.json'), 'utf8'), 'new')
  t.same(readdirSync(folder), ['report.json'])
})

t.test('every file that cannot be written is named, and the others are let go', async (t) => {
  const folder = t.testdir({ folder: {} })
  const good = join(folder, 'good.json')
  try {
    reserveOutputs([good, join(folder, 'missing/x.json'), join(folder, 'folder')])
    t.fail('nothing was thrown')
  } catch (error) {
    t.equal(error instanceof UsageError && error.problems.length, 2)
  }
  t.same(readdirSync(folder), ['folder'])
})

t.test('a device is written to, never replaced', async (t) => {
  const [output] = reserveOutputs(['/dev/null'])
  output!.write('text')
  t.ok(existsSync('/dev/null'))
  t.equal(readFileSync('/dev/null', 'utf8'), '')
})

t.test('a folder that lets nobody write', async (t) => {
  t.throws(() => reserveOutputs(['/proc/report.json']), UsageError)
})
