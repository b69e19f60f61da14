import { spawnSync } from 'node:child_process'
import t from 'tap'
import { tar } from '../../../agent/report/tar.ts'
import { missingProgram } from '../../fixtures/program.ts'

const FILES = [
  { name: 'case/README.txt', text: 'héllo\n' },
  { name: 'case/empty', text: '' },
  { name: 'case/block', text: 'x'.repeat(512) },
]

t.test('tar reads it', { skip: missingProgram('tar') }, async (t) => {
  const run = (...args: string[]) => spawnSync('tar', args, { input: tar(FILES, 1_795_000_000), encoding: 'utf8' })
  const { stdout, stderr, status } = run('--utc', '--full-time', '-tvf', '-')
  t.equal(stderr, '')
  t.equal(status, 0)
  t.match(
    stdout,
    /^-rw-r--r-- 0\/0 +7 2026-11-18 11:06:40 case\/README\.txt\n.* 0 .*case\/empty\n.* 512 .*case\/block\n$/,
  )
  t.equal(run('-xOf', '-', 'case/README.txt').stdout, FILES[0]?.text)
})

t.test('the same files, the same bytes, in whole blocks', async (t) => {
  const [one, two] = [tar(FILES, 1), tar(FILES, 1)]
  t.strictSame(one, two)
  t.equal(one.length % 512, 0)
})
