import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import t from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { isolated, makeDebianRoot, noDebian } from './debian-root.ts'

const root = new URL('../../', import.meta.url).pathname
const npmText = (...args: string[]): string => execFileSync('npm', args, { encoding: 'utf8' }).trim()

/** What an image that has Node and npm has, on a Debian of our own. */
const putNodeInto = (folder: string): void => {
  cpSync(process.execPath, `${folder}/usr/local/bin/node`)
  cpSync(`${npmText('root', '--global')}/npm`, `${folder}/usr/local/lib/node_modules/npm`, { recursive: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', `${folder}/usr/local/bin/npm`)
  const roots = process.env['NODE_EXTRA_CA_CERTS']
  if (roots !== undefined) cpSync(roots, `${folder}/etc/connprobe-test-roots.pem`)
}

t.test('the image', { skip: noDebian('buildah'), timeout: 240_000 }, async (t) => {
  const folder = mkdtempSync(`${tmpdir()}/connprobe-image-`)
  const storage = ['--storage-driver', 'vfs', '--root', `${folder}/root`, '--runroot', `${folder}/run`]
  const buildah = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync('buildah', [...storage, ...args], { encoding: 'utf8', maxBuffer: 1e8 })
    if (status !== 0) throw new Error(`buildah ${args[0] ?? ''}: ${stderr.slice(-2000)}`)
    return stdout.trim()
  }
  const debian = makeDebianRoot()
  t.teardown(() => {
    for (const name of ['built', 'base']) spawnSync('buildah', [...storage, 'umount', name])
    for (const one of [folder, debian]) rmSync(one, { recursive: true, force: true })
  })
  putNodeInto(debian)
  buildah('from', '--name', 'base', 'scratch')
  buildah('copy', '--quiet', 'base', debian, '/')
  buildah(
    'config',
    '--env',
    'NODE_EXTRA_CA_CERTS=/etc/connprobe-test-roots.pem',
    '--env',
    'PATH=/usr/local/bin:/usr/bin:/bin',
    'base',
  )
  buildah('commit', '--quiet', 'base', 'localhost/node')
  buildah(
    ...['bud', '--isolation', 'chroot', '--volume', `${npmText('config', 'get', 'cache')}:/root/.npm`],
    ...[
      '--build-arg',
      'NODE_IMAGE=localhost/node',
      '--build-arg',
      'COMMIT=0123abcd',
      '--tag',
      'localhost/connprobe',
      root,
    ],
  )
  buildah('from', '--name', 'built', 'localhost/connprobe')
  const image = buildah('mount', 'built')
  const run = (script: string) => {
    const [program = '', ...args] = isolated(image, script, { readOnly: true })
    return spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 })
  }
  t.comment(
    `size: ${Math.round(Number(execFileSync('du', ['-sb', image], { encoding: 'utf8' }).split('\t')[0]) / 1e6)} MB`,
  )

  t.test('says how it wants to be run', async (t) => {
    const { OCIv1 } = JSON.parse(buildah('inspect', '--type', 'image', 'localhost/connprobe')) as {
      OCIv1: { config: unknown }
    }
    const { Docker } = JSON.parse(buildah('inspect', '--type', 'image', 'localhost/connprobe')) as {
      Docker: { config: object }
    }
    t.match(OCIv1.config, {
      User: '65532:65532',
      Entrypoint: ['/usr/local/bin/connprobe'],
      Labels: {
        'org.opencontainers.image.title': 'connprobe',
        'org.opencontainers.image.version': manifest.version,
        'org.opencontainers.image.revision': '0123abcd',
        'org.opencontainers.image.licenses': manifest.license,
      },
    })
    t.notMatch(Docker.config, { Healthcheck: {} })
  })

  t.test('has no shell, and nothing of the source', async (t) => {
    for (const file of ['bin/sh', 'usr/bin/env', 'src', 'usr/local/bin/npm'])
      t.notOk(existsSync(`${image}/${file}`), file)
  })

  t.test('runs as nobody in particular, on a root that nobody can write to', async (t) => {
    const { status, stdout, stderr } = run('inside /usr/local/bin/connprobe version --json')
    t.equal(status, 0, stderr)
    t.match(JSON.parse(stdout), { version: manifest.version, commit: '0123abcd' })
    const list = run('inside /usr/local/bin/connprobe list --patterns --all -f json')
    const source = execFileSync(process.execPath, ['agent/main.ts', 'list', '--patterns', '--all', '-f', 'json'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
    t.equal(list.stdout, source)
  })

  t.test('its daemon answers, and ends when it is told to', async (t) => {
    const { stdout, stderr } =
      run(`chroot $USERSPEC "$ROOT" /usr/local/bin/connprobe agent --no-detect --listen :10115 2>/tmp/log-$$ & pid=$!
for _ in $(seq 100); do curl -sf http://127.0.0.1:10115/-/healthy >/dev/null && break; sleep 0.1; done
curl -s -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:10115/-/healthy
code=0; kill $pid; wait $pid || code=$?; echo "ended with $code"; cat /tmp/log-$$ >&2; rm -f /tmp/log-$$`)
    t.equal(stdout, '200\nended with 0\n', stderr)
  })
  t.ok(readFileSync(`${image}/usr/local/lib/connprobe.mjs`, 'utf8').startsWith('#!/usr/local/bin/node\n'))
})
