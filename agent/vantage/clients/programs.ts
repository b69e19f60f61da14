import { dirname } from 'node:path'
import type { Look } from './client.ts'

/** Folders of PATH that are looked at. */
const MOST_FOLDERS = 64

/** Where programs of one of these names stand on PATH, in its order. */
export const onPath = ({ env, disk }: Pick<Look, 'env' | 'disk'>, ...names: readonly string[]): string[] =>
  [...new Set((env['PATH'] ?? '').split(':', MOST_FOLDERS))]
    .filter((folder) => folder.startsWith('/'))
    .flatMap((folder) => {
      const there = disk.list(folder)
      const name = names.find((one) => there.includes(one))
      return name === undefined ? [] : [`${folder.replace(/\/$/, '')}/${name}`]
    })

/** The folder that a program was installed into: above its `bin`. */
export const prefixOf = (program: string): string => dirname(dirname(program))
