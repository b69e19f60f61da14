import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FILES } from '../pki.ts'
import type { Running } from '../bring-up.ts'
import type { Asked } from '../manifest.ts'

/** What another tool says of an endpoint; null: it has no such check. */
export type Claim = 'works' | 'fails' | null

/** Another tool, as one would use it for the same job. */
export type Peer = {
  readonly name: string
  readonly binary: string
  /** By requirement id. */
  readonly ask: (running: Running, cases: readonly Asked[]) => Promise<ReadonlyMap<string, Claim>>
}

/** How long a peer may take for one endpoint, seconds. */
export const PEER_SECONDS = 3

/** Asks about all cases at once. */
export const askEach = async (
  cases: readonly Asked[],
  ask: (asked: Asked) => Promise<Claim>,
): Promise<ReadonlyMap<string, Claim>> =>
  new Map(await Promise.all(cases.map(async (asked) => [asked.id, await ask(asked)] as const)))

/** A file with all roots that this machine is said to trust: the public ones, and those of `--ca-file`. */
export const trustFile = ({ world, dir }: Running): string => {
  const file = join(dir, 'trusted.pem')
  const further = (world.options ?? []).filter((option) => option.startsWith('FILE:')).map((option) => option.slice(5))
  writeFileSync(file, [FILES.roots, ...further].map((name) => readFileSync(join(dir, name), 'utf8')).join(''))
  return file
}

/** The URL that a tool for the web would be given; null where there is none. */
export const urlOf = ({ site, case: { probe, port, path, tls } }: Asked): string | null => {
  if (!['https', 'http', 'tls', 'websocket'].includes(probe)) return null
  const secure = probe === 'websocket' ? (tls ?? port !== 80) : probe !== 'http'
  return `${secure ? 'https' : 'http'}://${site.host}:${port}${path ?? '/'}`
}
