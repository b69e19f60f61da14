/** Real software in a network, with the files it needs. */
import type { Role } from '../network.ts'
import type { Pki } from '../pki.ts'

export type Software = {
  readonly role: Role
  readonly binary: string
  /** Files by name, written to a directory of its own. */
  readonly files: (pki: Pki, dir: string) => Readonly<Record<string, string>>
  /** Arguments; the process stays in the foreground. */
  readonly args: (dir: string) => readonly string[]
  /** Commands to run before it. */
  readonly prepare?: (dir: string) => readonly (readonly string[])[]
  /** It is ready when it listens here, as `ss` writes it: `20.63.0.1:443`, `*:3128`. */
  readonly listens: string
  readonly udp?: true
}
