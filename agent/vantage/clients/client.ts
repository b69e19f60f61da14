import type { Disk } from '../disk.ts'

/** A program of this machine that checks certificates, or a kind of such programs. */
export type Client = {
  readonly name: string
  /** Where its CAs are: a file, or words for what is built in. */
  readonly store: string
  /** Variable or file that chose the store; null: the program's default. */
  readonly setBy: string | null
  /** What makes it trust one CA more; `<FILE>` stands for a PEM file that holds it. */
  readonly fix: string
  /** PEM of its CAs; or why there are none to ask, in words. */
  readonly cas: readonly string[] | { readonly unknown: string }
}

/** What the search for clients may look at. */
export type Look = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly disk: Disk
  /** The distribution's bundle; null: there is none. */
  readonly systemBundle: string | null
  /** What Java's keytool prints of its own store; null: it can't be asked. */
  readonly askKeytool: (keytool: string) => Promise<string | null>
}
