import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import t from 'tap'
import { missingProgram, runProgram } from '../fixtures/program.ts'
import { isolated, makeDebianRoot, noDebian } from './debian-root.ts'

const root = new URL('../../', import.meta.url).pathname
const PROGRAM = `connprobe-linux-${process.arch}`
const SHARE = '/home/azureuser/cloudfiles/code'
const FOLDER = `${SHARE}/Users/me/setup`
const INSTALLED = '/usr/local/bin/connprobe'
const CRON = '/etc/cron.d/connprobe'

const manifestOf = (name: string, required: boolean): string =>
  `name: ${name}\nrequirements:\n  - { id: closed, hosts: ["127.0.0.1"], ports: [9], protocol: tcp, probe: tcp, required: ${required} }\n`

t.test('shellcheck has nothing to complain of', { skip: missingProgram('shellcheck') }, async (t) => {
  t.same(runProgram('shellcheck', [`${root}agent/setup/compute-instance.sh`], ''), { status: 0, output: '' })
})

t.test('on a machine like a compute instance', { skip: noDebian('systemd-analyze') }, async (t) => {
  const debian = makeDebianRoot()
  t.teardown(() => rmSync(debian, { recursive: true, force: true }))
  const reports = `${debian}${FOLDER}/connprobe-reports/ci-1`
  /** The script, started as the instance starts it: in its folder on the file share. */
  const setUp = (parameters: string, prepare = ':') => {
    const script = `${prepare}
inside env CI_NAME=ci-1 CI_WORKSPACE='it"s $mine' bash -c 'cd ${FOLDER} && bash compute-instance.sh ${parameters}'`
    const [program = '', ...args] = isolated(debian, script)
    return spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 })
  }
  mkdirSync(debian + FOLDER, { recursive: true })
  for (const file of [PROGRAM, 'compute-instance.sh', 'SHA256SUMS'])
    copyFileSync(`${root}dist/${file}`, debian + FOLDER + '/' + file)
  writeFileSync(`${debian}${FOLDER}/blocked.yaml`, manifestOf('blocked', true))
  writeFileSync(`${debian}${FOLDER}/open.yaml`, manifestOf('open', false))

  t.test('it installs, runs once and leaves three reports', async (t) => {
    const { status, stdout, stderr } = setUp('-- --no-detect -m open.yaml')
    t.equal(status, 0, stderr)
    t.match(stdout, /installed connprobe \S+ as \/usr\/local\/bin\/connprobe\n/)
    t.match(stdout, new RegExp(`everything required is open; reports in ${FOLDER}/connprobe-reports/ci-1\n`))
    t.same(readdirSync(reports).sort(), ['report.html', 'report.json', 'report.txt'])
    t.match(JSON.parse(readFileSync(`${reports}/report.json`, 'utf8')), { schemaVersion: 1, complete: true })
    t.ok(stdout.split('\n').length <= 4, 'a few lines')
  })

  t.test('again, with something blocked: it says so, and does not fail', async (t) => {
    const { status, stdout } = setUp('-- --no-detect -m blocked.yaml')
    t.equal(status, 0)
    t.match(stdout, /is installed already\n.*something required is blocked/)
  })

  t.test('it fails for that only where it is told to', async (t) => {
    t.equal(setUp('--fail-on-blocked -- --no-detect -m blocked.yaml').status, 3)
  })

  t.test('it upgrades what is there', async (t) => {
    writeFileSync(debian + INSTALLED, '#!/bin/sh\necho connprobe 0.0.1\n', { mode: 0o755 })
    t.match(
      setUp('-- --no-detect -m open.yaml').stdout,
      /installed connprobe \S+ as \S+, instead of connprobe 0\.0\.1\n/,
    )
  })

  t.test('without systemd it watches by a cron job, whose line runs', async (t) => {
    const { stdout } = setUp('--service -- --no-detect -m open.yaml --no-proxy "a%b c"')
    t.match(stdout, /a cron job renews the reports/)
    t.equal(statSync(`${debian}/etc/connprobe.env`).mode & 0o777, 0o600)
    const line =
      readFileSync(debian + CRON, 'utf8')
        .trim()
        .split('\n')
        .at(-1) ?? ''
    rmSync(`${reports}/report.json`)
    // cron gives the part after the user to the shell, with \% as %.
    const command = line.split(' ').slice(6).join(' ').replaceAll('\\%', '%')
    writeFileSync(`${debian}/tmp/job`, `cd ${FOLDER}\n${command}\ntest "$CI_WORKSPACE" = 'it"s $mine'\n`)
    const [program = '', ...args] = isolated(debian, 'inside bash -e /tmp/job')
    const ran = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 })
    t.equal(ran.status, 0, ran.stderr)
    t.ok(existsSync(`${reports}/report.json`))
  })

  t.test('with systemd it installs a service that is verified and well shut in', async (t) => {
    const systemctl = '#!/bin/sh\necho "systemctl $*"\n'
    writeFileSync(`${debian}/usr/local/bin/systemctl`, systemctl, { mode: 0o755 })
    const { stdout } = setUp('--service -- --no-detect -m open.yaml', 'mkdir -p "$ROOT/run/systemd/system"')
    rmSync(`${debian}/run/systemd`, { recursive: true, force: true })
    t.match(stdout, /systemctl restart connprobe\n.*the service connprobe watches/)
    t.notOk(existsSync(debian + CRON), 'the cron job is gone')
    const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' })
    const unit = `${debian}/etc/systemd/system/connprobe.service`
    // `verify` wants the program where the unit says it is.
    const text = readFileSync(unit, 'utf8')
    writeFileSync(`${debian}/tmp/connprobe.service`, text.replace(INSTALLED, debian + INSTALLED))
    const verified = analyze('verify', '--man=no', `${debian}/tmp/connprobe.service`)
    t.equal(verified.status, 0, verified.stderr)
    t.notMatch(verified.stderr, /connprobe\.service/)
    const { stdout: security } = analyze('security', '--offline=true', unit)
    const exposure = Number(/Overall exposure level[^:]*: ([\d.]+)/.exec(security)?.[1])
    t.comment(`systemd-analyze security: ${exposure}`)
    t.ok(exposure <= 2, security.slice(-200))
  })

  t.test('what is not what its checksum says is not installed', async (t) => {
    const before = readFileSync(debian + INSTALLED)
    const { status, stderr } = setUp(`--sha256 ${'0'.repeat(64)}`)
    t.equal(status, 0)
    t.match(stderr, /not what its checksum says; nothing was installed/)
    t.equal(setUp(`--fail-on-blocked --sha256 ${'0'.repeat(64)}`).status, 1)
    t.ok(before.equals(readFileSync(debian + INSTALLED)))
    t.match(setUp('--from /nowhere').stderr, /can't be read; --from says where it is/)
    t.match(setUp('--from http://127.0.0.1/').stderr, /over http needs --sha256/)
  })

  t.test('it is taken from the file share where it is not beside the script', async (t) => {
    mkdirSync(`${debian}${SHARE}/connprobe`)
    for (const file of [PROGRAM, 'SHA256SUMS'])
      execFileSync('mv', [`${debian}${FOLDER}/${file}`, `${debian}${SHARE}/connprobe/`])
    t.match(setUp('-- --no-detect -m open.yaml').stdout, /everything required is open/)
  })

  t.test('it uninstalls, but for the reports', async (t) => {
    const { status, stdout } = setUp('--uninstall')
    t.equal(status, 0)
    t.match(stdout, /uninstalled/)
    for (const file of [INSTALLED, CRON, '/etc/connprobe.env', '/etc/systemd/system/connprobe.service'])
      t.notOk(existsSync(debian + file), file)
    t.ok(existsSync(`${reports}/report.json`))
    t.equal(setUp('--uninstall').status, 0, 'twice is no mistake')
  })
})
