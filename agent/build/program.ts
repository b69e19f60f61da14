import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { build, type BuildOptions, type Plugin } from 'esbuild'
import { parse } from 'yaml'
import { root } from './root.ts'

/** The program as text, and what it is made of. */
export type Program = {
  /** An ES module that any Node from 20.19 runs. */
  readonly module: string
  /** The same as CommonJS, for a single executable. */
  readonly script: string
  /** The npm packages inside, sorted. */
  readonly packages: readonly string[]
}

const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
} satisfies BuildOptions

/**
 * Makes the program: everything in one file, with the data. `connprobe --version` needs next to nothing of it, so the rest (all that
 * cli.ts imports) is carried as a string, which costs nothing to parse, and compiled when it is needed.
 */
export const makeProgram = async (): Promise<Program> => {
  const rest = await build({
    ...COMMON,
    entryPoints: [`${root}agent/cli.ts`],
    format: 'cjs',
    metafile: true,
    supported: { 'dynamic-import': false },
    define: { CONNPROBE_COMMIT: JSON.stringify(commit()), 'import.meta.url': '"file:///connprobe"' },
    plugins: [carryData],
  })
  const entry = async (format: 'esm' | 'cjs', banner: string): Promise<string> => {
    const plugins = [compileLater(textOf(rest.outputFiles))]
    const made = await build({
      ...COMMON,
      entryPoints: [`${root}agent/main.ts`],
      format,
      plugins,
      banner: { js: banner },
    })
    return textOf(made.outputFiles)
  }
  return {
    module: await entry(
      'esm',
      "import { createRequire as connprobeRequire } from 'node:module'; const require = connprobeRequire(import.meta.url);",
    ),
    script: await entry('cjs', ''),
    packages: packagesOf(Object.keys(rest.metafile.inputs)),
  }
}

const textOf = (files: readonly { readonly text: string }[]): string => files.map(({ text }) => text).join('')

/** The commit that is built: COMMIT where there is no repository (a container's build), else git's word; null: nobody knows. */
const commit = (): string | null => {
  const given = process.env['COMMIT']
  if (given) return given
  try {
    const args = ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*']
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

/** The names of the packages that these files belong to. */
const packagesOf = (files: readonly string[]): string[] => {
  const names = files.flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(file)?.[1] ?? [],
  )
  return [...new Set(names)].sort()
}

/** Replaces the module that reads manifests/ by one that carries the files: the program needs nothing beside itself. */
const carryData: Plugin = {
  name: 'carry-data',
  setup: (build) => {
    build.onLoad({ filter: /agent\/catalogue\/builtin\.ts$/ }, () => ({
      loader: 'ts',
      contents: `const files: Readonly<Record<string, string>> = ${JSON.stringify(dataFiles())}
export const readBuiltin = (fileName: string): string => {
  const text = files[fileName]
  if (text === undefined) throw Object.assign(new Error('no such file: ' + fileName), { code: 'ENOENT' })
  return text
}`,
    }))
  },
}

/** Every file of manifests/ that the product reads, by name. Manifests stay as they are: their mistakes have lines. */
const dataFiles = (): Record<string, string> => {
  const names = readdirSync(`${root}manifests`).filter((name) => /\.(yaml|json)$/.test(name))
  const texts = names.sort().map((name) => {
    const text = readFileSync(`${root}manifests/${name}`, 'utf8')
    const value = parse(text) as object
    return [name, 'requirements' in value ? text : JSON.stringify(value)]
  })
  return Object.fromEntries(texts) as Record<string, string>
}

/** Replaces cli.ts by its bundle as a string, compiled when main.ts imports it. */
const compileLater = (text: string): Plugin => ({
  name: 'compile-later',
  setup: (build) => {
    build.onLoad({ filter: /agent\/cli\.ts$/ }, () => ({
      loader: 'js',
      contents: `const module = { exports: {} }
const text = '(function (module, exports, require) {' + ${JSON.stringify(text)} + '\\n})'
new (require('node:vm').Script)(text, { filename: 'connprobe' }).runInThisContext()(module, module.exports, require)
export const runCli = module.exports.runCli`,
    }))
  },
})
