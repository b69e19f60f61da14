import { execFileSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readTextFile } from '../../agent/read-file.ts'
import { UsageError } from '../../agent/usage-error.ts'

const MEGABYTE = 1_048_576

t.test('text is UTF-8, or UTF-16 where its first bytes say so', async (t) => {
  const dir = t.testdir({
    plain: 'é\n',
    marked: '\ufeffé',
    wide: Buffer.from('\ufeffé', 'utf16le'),
  })
  t.equal(await readTextFile(join(dir, 'plain'), MEGABYTE), 'é\n')
  t.equal(await readTextFile(join(dir, 'marked'), MEGABYTE), 'é')
  t.equal(await readTextFile(join(dir, 'wide'), MEGABYTE), 'é')
})

t.test('a pipe is read to its end, and no further than allowed', async (t) => {
  const pipe = join(t.testdir(), 'pipe')
  execFileSync('mkfifo', [pipe])
  const write = (bytes: number) =>
    createWriteStream(pipe)
      .on('error', () => undefined)
      .end(Buffer.alloc(bytes, 'x'))
  write(200_000)
  t.equal((await readTextFile(pipe, MEGABYTE)).length, 200_000)
  write(3 * MEGABYTE)
  await t.rejects(readTextFile(pipe, MEGABYTE), { message: `${pipe}: larger than 1 MB, which is no file of this kind` })
})

t.test('what cannot be read is bad input', async (t) => {
  const dir = t.testdir({ file: 'x'.repeat(2000) })
  await t.rejects(readTextFile(dir, MEGABYTE), { message: `${dir}: can't be read (EISDIR)` })
  await t.rejects(readTextFile(join(dir, 'none'), MEGABYTE), { message: /ENOENT/ })
  await t.rejects(readTextFile(join(dir, 'file'), 1000), UsageError)
})
