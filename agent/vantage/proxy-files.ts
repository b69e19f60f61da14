/** What the files of other programs say of proxies. Pure; what they don't understand they skip. */

/** Values as written, credentials included; absent: not stated. An empty value is "none". */
export type StatedProxies = { readonly http?: string; readonly https?: string; readonly exempt?: string }

const LINES = 5000

/** `NAME=VALUE` pairs of an environment, either case, the lower one first as in curl. */
const fromPairs = (pairs: ReadonlyMap<string, string>): StatedProxies => {
  const value = (name: string) => pairs.get(name) ?? pairs.get(name.toUpperCase())
  return stated(value('http_proxy'), value('https_proxy'), value('no_proxy'))
}

const stated = (http: unknown, https: unknown, exempt?: unknown): StatedProxies => ({
  ...(isLiteral(http) && { http }),
  ...(isLiteral(https) && { https }),
  ...(isLiteral(exempt) && { exempt }),
})

/** A shell would still replace something in it otherwise. */
const isLiteral = (value: unknown): value is string => typeof value === 'string' && !/[$`]/.test(value)

const unquoted = (text: string): string => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text

/** /etc/environment (pam_env) and scripts of /etc/profile.d: assignments on lines of their own. */
export const inShellLines = (text: string): StatedProxies =>
  fromPairs(
    new Map(
      text.split('\n', LINES).flatMap((line) => {
        const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_]+)=(\S*|"[^"]*"|'[^']*')\s*(?:[;#].*)?$/.exec(line) ?? []
        return name === undefined ? [] : [[name, unquoted(value ?? '')] as const]
      }),
    ),
  )

/** A unit or system.conf of systemd: `Environment=` or `DefaultEnvironment=`, several assignments a line, each maybe quoted. */
export const inSystemd = (text: string): StatedProxies =>
  fromPairs(
    new Map(
      text
        .split('\n', LINES)
        .flatMap((line) => /^\s*(?:Default)?Environment=(.*)$/.exec(line)?.[1] ?? [])
        .flatMap((line) => line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [])
        .map(unquoted)
        .flatMap((pair) => {
          const at = pair.indexOf('=')
          return at < 1 ? [] : [[pair.slice(0, at), unquoted(pair.slice(at + 1))] as const]
        }),
    ),
  )

/** apt.conf(5): `Acquire::https::Proxy "URL";`, or the same in nested braces. `DIRECT` is none. */
export const inAptConf = (text: string): StatedProxies => {
  const bare = text.replace(/^\s*(?:\/\/|#).*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '')
  const find = (scheme: string): string | undefined => {
    const flat = new RegExp(`Acquire::${scheme}::Proxy\\s+"([^"]*)"`, 'i').exec(bare)
    const nested = new RegExp(`\\b${scheme}\\s*\\{[^{}]*\\bProxy\\s+"([^"]*)"`, 'i').exec(bare)
    return (flat ?? nested)?.[1]?.replace(/^DIRECT$/i, '')
  }
  return stated(find('http'), find('https'))
}

/** Docker's JSON files: `proxies.default` of the client's config.json, `proxies` of the daemon's daemon.json. */
export const inDockerJson = (text: string): StatedProxies => {
  const { proxies } = parsed(text)
  const of = asRecord(asRecord(proxies)['default'] ?? proxies)
  return stated(
    of['httpProxy'] ?? of['http-proxy'],
    of['httpsProxy'] ?? of['https-proxy'],
    of['noProxy'] ?? of['no-proxy'],
  )
}

/** conda's `proxy_servers`, a value of its configuration. */
export const inCondaServers = (value: unknown): StatedProxies => {
  const servers = asRecord(value)
  return stated(servers['http'], servers['https'])
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const parsed = (text: string): Record<string, unknown> => {
  try {
    return asRecord(JSON.parse(text))
  } catch {
    return {}
  }
}
