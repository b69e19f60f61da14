import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** Processes that are looked at, at most. */
const MOST_PROCESSES = 4096
/** proc(5): the state of a socket that listens. */
const LISTEN = '0A'

/**
 * Who holds a TCP port of this machine, in words: `node (process 4711)`. Null where nobody listens there, or where the system
 * doesn't say (it is Linux that does). Of another user's processes one only learns that they are there.
 * @param root `/proc` but in tests
 */
export const portHolder = async (port: number, root = '/proc'): Promise<string | null> => {
  const tables = await Promise.all(['net/tcp', 'net/tcp6'].map((file) => textOf(join(root, file))))
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)))
  if (sockets.size === 0) return null
  const processes = (await namesIn(root)).filter((name) => /^\d+$/.test(name)).slice(0, MOST_PROCESSES)
  for (const id of processes)
    if (await holds(join(root, id, 'fd'), sockets)) {
      // Its own name may be a thread's: Node calls itself MainThread.
      const [program = ''] = (await textOf(join(root, id, 'cmdline'))).split('\0')
      return `${basename(program).replace(/[^\w.:-]/g, '?') || 'a program'} (process ${id})`
    }
  return 'a process of another user'
}

/** Inodes of the sockets that listen on a port, in a table of proc(5)'s `net/tcp`. */
const listeningSockets = (table: string, port: number): string[] =>
  table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    return state === LISTEN && parseInt(local.split(':')[1] ?? '', 16) === port ? [inode] : []
  })

const holds = async (folder: string, sockets: ReadonlySet<string>): Promise<boolean> => {
  for (const name of await namesIn(folder)) {
    const target = await readlink(join(folder, name)).catch(() => '')
    if (sockets.has(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? '')) return true
  }
  return false
}

/** What can't be read says nothing: processes end, and others' are not ours to see. */
const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')
const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => [])
