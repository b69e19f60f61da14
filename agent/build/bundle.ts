import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { build as bundleWith, type Plugin } from 'esbuild'

const root = new URL('../../', import.meta.url).pathname

/** Replaces the module that reads manifests/ by one that carries the files: the bundle needs nothing beside itself. */
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

/** Every file of manifests/ that the product reads, by name. */
const dataFiles = (): Record<string, string> => {
  const names = readdirSync(`${root}manifests`).filter((name) => /\.(yaml|json)$/.test(name))
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(`${root}manifests/${name}`, 'utf8')]))
}

/** Writes dist/connprobe.mjs: everything in one file, for any Node from 20.19. */
export const bundle = async (): Promise<string> => {
  const outfile = `${root}dist/connprobe.mjs`
  await bundleWith({
    entryPoints: [`${root}agent/main.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    // CommonJS packages (undici, dns-packet) ask for built-in modules with require().
    banner: {
      js: "import { createRequire as connprobeRequire } from 'node:module'; const require = connprobeRequire(import.meta.url);",
    },
    plugins: [carryData],
    logLevel: 'warning',
  })
  chmodSync(outfile, 0o755)
  return outfile
}

if (import.meta.main) console.log(await bundle())
