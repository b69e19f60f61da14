import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { build as bundleWith, type Plugin } from 'esbuild'

const root = new URL('../../', import.meta.url).pathname

/** Replaces the module that reads manifests/ by one that carries the files: the bundle needs nothing beside itself. */
const carryData: Plugin = {
  name: 'carry-data',
  setup: (build) => {
    build.onLoad({ filter: /agent\/catalogue\/builtin\.ts$/ }, ({ path }) => {
      const names = readdirSync(`${root}manifests`)
        .filter((name) => /\.(yaml|json)$/.test(name))
        .sort()
      const files = Object.fromEntries(names.map((name) => [name, readFileSync(`${root}manifests/${name}`, 'utf8')]))
      const source = readFileSync(path, 'utf8')
      const marker = /\/\/ begin: files on disk[\s\S]*\/\/ end: files on disk/
      if (!marker.test(source)) throw new Error('agent/catalogue/builtin.ts has lost its markers')
      return {
        loader: 'ts',
        contents: source.replace(
          marker,
          () =>
            `const files: Record<string, string> = ${JSON.stringify(files)}\nconst readFile = (name: string): string | undefined => files[name]\nconst listFiles = (): string[] => Object.keys(files)`,
        ),
      }
    })
  },
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
