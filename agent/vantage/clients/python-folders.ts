import type { Look } from './client.ts'
import { onPath, prefixOf } from './programs.ts'

/** Where one Python keeps its packages. */
export type PackageFolder = {
  readonly path: string
  readonly prefix: string
  /** Minor version of Python 3. */
  readonly minor: number
}

/** Folders of packages that are looked at. */
const MOST = 12

/** The folders of the Pythons on PATH and of conda's base, each once, in that order. */
export const packageFolders = (look: Look): PackageFolder[] => {
  const { env } = look
  const conda = env['CONDA_EXE'] ?? onPath(look, 'conda')[0]
  const prefixes = [
    ...(env['VIRTUAL_ENV'] === undefined ? [] : [env['VIRTUAL_ENV']]),
    ...(env['CONDA_PREFIX'] === undefined ? [] : [env['CONDA_PREFIX']]),
    ...onPath(look, 'python3', 'python').flatMap((program) => prefixesOf(look, program)),
    ...(conda === undefined ? [] : [prefixOf(conda)]),
  ]
  return [...new Set(prefixes)].flatMap((prefix) => foldersIn(look, prefix)).slice(0, MOST)
}

/** The Pythons behind a name on PATH: pyenv's shims stand for the versions that its file `version` lists. */
const prefixesOf = ({ disk }: Look, program: string): string[] => {
  const prefix = prefixOf(program)
  if (!program.startsWith(`${prefix}/shims/`)) return [prefix]
  return (disk.read(`${prefix}/version`) ?? '')
    .split(/\s+/)
    .filter((version) => /^[\w.+-]+$/.test(version))
    .map((version) => `${prefix}/versions/${version}`)
}

/** Debian has `lib/python3/dist-packages` for all minor versions, pip's own installs go to `local`. */
export const foldersIn = ({ disk }: Pick<Look, 'disk'>, prefix: string): PackageFolder[] =>
  [`${prefix}/local/lib`, `${prefix}/lib`].flatMap((lib) => {
    const versions = disk.list(lib).filter((name) => /^python3(\.\d+)?$/.test(name))
    const minors = versions.map((name) => Number(name.slice('python3.'.length)))
    return versions.flatMap((version, n) =>
      disk
        .list(`${lib}/${version}`)
        .filter((name) => name === 'site-packages' || name === 'dist-packages')
        .map((name) => ({
          path: `${lib}/${version}/${name}`,
          prefix,
          minor: version === 'python3' ? Math.max(...minors) : (minors[n] ?? 0),
        })),
    )
  })
