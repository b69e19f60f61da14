/** A file of an archive. */
export type ArchivedFile = {
  /** ASCII, at most 100 characters, folders by `/`. */
  readonly name: string
  readonly text: string
}

/** Tar's unit: headers are one long, contents are filled up to whole ones (POSIX.1-2017, pax, ustar Interchange Format). */
const BLOCK = 512

/**
 * An archive that every tar reads: files in the order given, owned by nobody in particular, so that the same files give the same
 * bytes.
 * @param modifiedAt the time of all of them, seconds since 1970
 */
export const tar = (files: readonly ArchivedFile[], modifiedAt: number): Uint8Array<ArrayBuffer> =>
  Buffer.concat([
    ...files.flatMap(({ name, text }) => {
      const content = Buffer.from(text)
      return [header(name, content.length, modifiedAt), content, Buffer.alloc(-content.length & (BLOCK - 1))]
    }),
    // Two empty blocks end it.
    Buffer.alloc(2 * BLOCK),
  ])

const header = (name: string, size: number, modifiedAt: number): Buffer => {
  const block = Buffer.alloc(BLOCK)
  const number = (value: number, at: number, width: number) =>
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at)
  block.write(name, 0, 100)
  number(0o644, 100, 8)
  number(0, 108, 8)
  number(0, 116, 8)
  number(size, 124, 12)
  number(modifiedAt, 136, 12)
  block.write('0', 156)
  block.write('ustar\0' + '00', 257)
  // The sum of the header's bytes, its own field taken as blanks.
  block.fill(' ', 148, 156)
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return block
}
