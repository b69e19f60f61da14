import { open } from 'node:fs/promises'
import { UsageError } from './usage-error.ts'

const CHUNK_BYTES = 65_536

/**
 * Reads a text file that the user named, or what a pipe (`/dev/stdin`) delivers. UTF-8, or UTF-16 where a byte order mark says so,
 * as Windows PowerShell writes it.
 * @param mostBytes larger files are refused before they are read
 * @throws UsageError, one line, when it can't be read or is too large
 */
export const readTextFile = async (path: string, mostBytes: number): Promise<string> => {
  const bytes = await readAtMost(path, mostBytes).catch((error: unknown) => {
    throw new UsageError([`${path}: can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`])
  })
  if (bytes === null)
    throw new UsageError([`${path}: larger than ${mostBytes / 1_048_576} MB, which is no file of this kind`])
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)
}

/** Null when there is more than `most`. A pipe has no size, so what is read is counted as well. */
const readAtMost = async (path: string, most: number): Promise<Buffer | null> => {
  const file = await open(path)
  try {
    if ((await file.stat()).size > most) return null
    const chunks: Buffer[] = []
    for (let size = 0; size <= most;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES))
      if (bytesRead === 0) return Buffer.concat(chunks)
      size += bytesRead
      chunks.push(buffer.subarray(0, bytesRead))
    }
    return null
  } finally {
    await file.close()
  }
}
