import { readFileSync } from 'node:fs'
import { parseHosts } from '../../probes/resolver/hosts.ts'
import { formatServer, parseServer } from '../../probes/resolver/server.ts'
import type { Settings } from '../engine/world.ts'
import type { Io } from '../io.ts'
import type { ProbingOptions } from '../options.ts'
import { hasGlobalIpv6 } from '../vantage/ipv6.ts'
import { readProxySettings } from '../vantage/proxy-settings.ts'
import { parseResolvConf } from '../vantage/resolv-conf.ts'
import { trustStores } from '../vantage/trust-stores.ts'

/**
 * Reads the settings that shape a run: resolvers, hosts file, proxies, trust stores, IPv6.
 * @throws UsageError for options that name what can't be used
 */
export const readSettings = async (options: ProbingOptions, io: Io): Promise<Settings> => {
  const system = parseResolvConf(textOf('/etc/resolv.conf'))
  const named = options.resolvers.flatMap((text) => parseServer(text) ?? [])
  const resolvers = named.length > 0 ? named : system.servers
  const proxies = readProxySettings({
    proxy: options.proxy ?? undefined,
    noProxy: options.noProxy ?? undefined,
    env: io.env,
  })
  const hasIpv6 = await hasGlobalIpv6()
  const upstreams = resolvers.some(({ address }) => address.startsWith('127.')) ? stubUpstreams() : []
  return {
    machine: {
      resolvers: resolvers.map(formatServer),
      ...(upstreams.length > 0 && { upstreams: upstreams.map(formatServer) }),
      ipv6: hasIpv6,
      proxies: proxies.summary,
    },
    parts: {
      resolvers,
      search: system.search,
      ndots: system.ndots,
      hosts: parseHosts(textOf('/etc/hosts')),
      hasIpv6,
      proxyFor: proxies.proxyFor,
      stores: trustStores({ roots: options.roots, caFile: options.caFile, env: io.env }),
    },
  }
}

/** Where systemd-resolved's stub forwards to (systemd-resolved.service(8), /etc/resolv.conf); empty without one. */
const stubUpstreams = () => {
  const text = textOf('/run/systemd/resolve/resolv.conf')
  return text === '' ? [] : parseResolvConf(text).servers
}

/** A file of this machine that may be missing: then it says nothing. */
const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
