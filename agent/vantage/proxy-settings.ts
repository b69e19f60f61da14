import { isIP } from 'node:net'
import type { Proxy, ProxyFor } from '../../probes/probe.ts'
import type { Machine } from '../model.ts'
import { UsageError } from '../usage-error.ts'
import { readNoProxy, type Exemption } from './no-proxy.ts'

/** What decides over proxies: the options, and the environment's variables. */
export type ProxySources = {
  /** `--proxy`, for every scheme, instead of the environment's; empty: none. */
  readonly proxy?: string | undefined
  /** `--no-proxy`, instead of NO_PROXY. */
  readonly noProxy?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Why a URL goes the way it goes. */
type ProxyChoice = {
  readonly proxy: Proxy | null
  /** The option or variable that names the proxy (`--proxy`, `HTTPS_PROXY`, ...); null: none does. */
  readonly from: string | null
  /** The first entry that exempts the host, and the option or variable it stands in. */
  readonly exempt?: { readonly entry: string; readonly from: string }
  /** The host is on this machine or on its hypervisor, where no proxy can go. */
  readonly alwaysDirect?: true
}

/** This machine's proxies. */
export type ProxySettings = {
  readonly proxyFor: ProxyFor
  /** The same with its reason. */
  readonly choose: (...url: Parameters<ProxyFor>) => ProxyChoice
  /** For the report: no credentials. */
  readonly summary: Machine['proxies']
}

/**
 * Never through a proxy, whatever the settings say. This machine itself: a proxy would look for the host on its own side. And the
 * two addresses where Azure's hypervisor answers each machine in person: the metadata service, whose documentation asks for
 * requests without proxy, and the virtual address of Azure's DNS and guest agent. A proxy's answer there would be about the proxy.
 */
const ALWAYS_DIRECT = readNoProxy('localhost 127.0.0.0/8 ::1 169.254.169.254 168.63.129.16')

/**
 * Reads the proxy settings as curl does: lower case wins over upper case, an empty variable is none, ALL_PROXY stands in where
 * the scheme has none.
 * @throws UsageError for a proxy that is no URL, naming the option or variable and never its value
 */
export const readProxySettings = ({ proxy, noProxy, env }: ProxySources): ProxySettings => {
  const settings = { http: findProxy('http', proxy, env), https: findProxy('https', proxy, env) }
  const exemptions = findExemptions(noProxy, env)
  const choose: ProxySettings['choose'] = ({ secure, host, port }, ignoreExemptions = false) => {
    const setting = secure ? settings.https : settings.http
    if (setting === null) return { proxy: null, from: null }
    const name = bareHost(host)
    const matching = ({ matches }: Exemption) => matches(name, port)
    if (ALWAYS_DIRECT.some(matching)) return { proxy: null, from: setting.from, alwaysDirect: true }
    const exempting = ignoreExemptions ? undefined : exemptions.list.find(matching)
    if (exempting === undefined) return setting
    return { proxy: null, from: setting.from, exempt: { entry: exempting.entry, from: exemptions.from } }
  }
  return {
    choose,
    proxyFor: (url, ignoreExemptions) => choose(url, ignoreExemptions).proxy,
    summary: {
      http: settings.http?.proxy.name ?? null,
      https: settings.https?.proxy.name ?? null,
      exempt: exemptions.list.map(({ entry }) => entry),
    },
  }
}

type Setting = { readonly proxy: Proxy; readonly from: string }

const findProxy = (scheme: 'http' | 'https', option: string | undefined, env: ProxySources['env']): Setting | null => {
  const [from, value] =
    option === undefined ? firstSet(env, [...variables(scheme, env), 'all_proxy', 'ALL_PROXY']) : ['--proxy', option]
  return value.trim() === '' ? null : { from, proxy: readProxy(value.trim(), from) }
}

/** In a CGI program HTTP_PROXY is the request's header `Proxy`, the client's word and not a setting (CVE-2016-5385). */
const variables = (scheme: 'http' | 'https', env: ProxySources['env']): string[] =>
  scheme === 'https' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', ...(env['REQUEST_METHOD'] ? [] : ['HTTP_PROXY'])]

const firstSet = (env: ProxySources['env'], names: readonly string[]): [name: string, value: string] => {
  const name = names.find((name) => env[name]?.trim())
  return name === undefined ? ['', ''] : [name, env[name] ?? '']
}

const findExemptions = (option: string | undefined, env: ProxySources['env']) => {
  const [from, value] = option === undefined ? firstSet(env, ['no_proxy', 'NO_PROXY']) : ['--no-proxy', option]
  return { from, list: readNoProxy(value) }
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 }
const SOCKS = /^socks(?:4|4a|5|5h)?$/

/** `http://USER:PASSWORD@HOST:PORT`; without a scheme it is http. */
const readProxy = (value: string, from: string): Proxy => {
  const text = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(text) ? new URL(text) : null
  const scheme = url?.protocol.slice(0, -1) ?? ''
  const socks = SOCKS.test(scheme)
  const port = url?.port ? Number(url.port) : (DEFAULT_PORTS[scheme] ?? 1080)
  if (url === null || url.hostname === '' || port === 0 || !(socks || scheme in DEFAULT_PORTS))
    throw new UsageError([`${from} is not a proxy's URL, such as http://proxy.example:3128`])
  // An unencoded / ? or # in a password ends the host: what follows would be shown as if it were no secret.
  if (`${url.pathname}${url.search}${url.hash}`.includes('@'))
    throw new UsageError([`${from} has a user name or password with / ? or # in it: write them as %2F %3F %23`])
  return {
    secure: scheme === 'https',
    host: bareHost(url.hostname),
    port,
    name: `${scheme}://${url.hostname}:${port}`,
    ...((url.username || url.password) && { authorization: basic(url) }),
    ...(socks && { unsupported: scheme === 'socks' ? 'socks5' : scheme }),
  }
}

/** RFC 7617. Decodes to bytes, as a password need not be UTF-8; a `%` that encodes nothing stays. */
const basic = ({ username, password }: URL): string => {
  const bytes = `${username}:${password}`.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return `Basic ${Buffer.from(bytes, 'latin1').toString('base64')}`
}

const bareHost = (host: string): string => {
  const bare = host.toLowerCase().replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 ? bare.replace(/\.$/, '') : bare
}
