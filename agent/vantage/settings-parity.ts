import type { Machine } from '../model.ts'
import { UsageError } from '../usage-error.ts'
import type { Look } from './clients/client.ts'
import { condaSetting } from './clients/conda.ts'
import { pipFiles } from './clients/python.ts'
import { readIni } from './ini.ts'
import { inAptConf, inCondaServers, inDockerJson, inShellLines, inSystemd, type StatedProxies } from './proxy-files.ts'
import { readProxySettings } from './proxy-settings.ts'

/** A program, and the file or variable that states its proxies. */
type Stated = StatedProxies & { readonly program: string; readonly from: string }

/**
 * Where the proxies of other programs are not those of this process: one sentence each, without credentials. Only what states
 * something differs, but for the Docker daemon, which never sees the variables of a shell.
 */
export const proxyNotes = (look: Look, own: Machine['proxies']): string[] => {
  const all = statedProxies(look)
  const notes = all.flatMap((stated) => differences(stated, own))
  const docker = all.some(({ program }) => program === DAEMON)
  const proxy = own.https ?? own.http
  return hasDockerDaemon(look) && !docker && proxy !== null
    ? [...notes, `${DAEMON} has no proxy, this process uses ${proxy}: pulling images goes directly.`]
    : notes
}

const DAEMON = 'The Docker daemon'
const UNITS = ['/etc/systemd/system', '/lib/systemd/system', '/usr/lib/systemd/system']

const hasDockerDaemon = ({ disk }: Look): boolean =>
  UNITS.some((folder) => disk.list(folder).includes('docker.service'))

const statedProxies = (look: Look): Stated[] => {
  const { disk, env } = look
  const inFiles = (program: string, files: readonly string[], read: (text: string) => StatedProxies): Stated[] =>
    files.map((file) => ({ program, from: file, ...read(disk.read(file) ?? '') }))
  const filesIn = (folder: string, ending: string): string[] =>
    disk
      .list(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => `${folder}/${name}`)
  const conda = condaSetting(look, 'proxy_servers')
  const home = env['HOME']
  return [
    ...inFiles('A login session', ['/etc/environment'], inShellLines),
    ...inFiles('A login shell', filesIn('/etc/profile.d', '.sh'), inShellLines),
    ...inFiles(
      'A service of systemd',
      ['/etc/systemd/system.conf', ...filesIn('/etc/systemd/system.conf.d', '.conf')],
      inSystemd,
    ),
    ...inFiles(
      DAEMON,
      UNITS.flatMap((folder) => filesIn(`${folder}/docker.service.d`, '.conf')),
      inSystemd,
    ),
    ...inFiles(DAEMON, ['/etc/docker/daemon.json'], inDockerJson),
    ...inFiles('A container of docker', home === undefined ? [] : [`${home}/.docker/config.json`], inDockerJson),
    ...inFiles('apt', ['/etc/apt/apt.conf', ...filesIn('/etc/apt/apt.conf.d', '')], inAptConf),
    ...inFiles('pip', pipFiles(look), inPipConf),
    ...(env['PIP_PROXY'] === undefined ? [] : [{ program: 'pip', from: 'PIP_PROXY', ...both(env['PIP_PROXY']) }]),
    ...(conda === null ? [] : [{ program: 'conda', from: conda.file, ...inCondaServers(conda.value) }]),
  ].filter(({ http, https, exempt }) => (http ?? https ?? exempt) !== undefined)
}

const both = (proxy: string): StatedProxies => ({ http: proxy, https: proxy })

const inPipConf = (text: string): StatedProxies => {
  const proxy = readIni(text).get('global')?.get('proxy')
  return proxy === undefined ? {} : both(proxy)
}

const differences = (stated: Stated, own: Machine['proxies']): string[] => {
  const { program, from } = stated
  const schemes = (['http', 'https'] as const).filter((scheme) => stated[scheme] !== undefined)
  const theirs = schemes.map((scheme) => nameOf(stated[scheme] ?? ''))
  const ours = schemes.map((scheme) => own[scheme])
  if (theirs.some((name, n) => name !== ours[n]))
    return [`${program} uses ${words(theirs)} (${from}), this process ${words(ours)}.`]
  return stated.exempt === undefined || own.https === null ? [] : otherExemptions(stated, stated.exempt, own.exempt)
}

/** Counted and not named: what a company exempts are its own hosts. */
const otherExemptions = ({ program, from }: Stated, exempt: string, own: readonly string[]): string[] => {
  const theirs = new Set(
    exempt
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((entry) => entry !== ''),
  )
  const ours = new Set(own.map((entry) => entry.toLowerCase()))
  const there = [...theirs].filter((entry) => !ours.has(entry)).length
  const here = [...ours].filter((entry) => !theirs.has(entry)).length
  return there + here === 0
    ? []
    : [
        `${program} exempts other hosts from the proxy than this process (${from}): ${there} only there, ${here} only here.`,
      ]
}

const words = (names: readonly (string | null)[]): string =>
  [...new Set(names.map((name) => name ?? 'none'))].join(' and ')

/** Scheme, host and port; null: none. */
const nameOf = (value: string): string | null => {
  try {
    return readProxySettings({ proxy: value, env: {} }).summary.https
  } catch (error) {
    if (error instanceof UsageError) return 'something that is no URL'
    throw error
  }
}
