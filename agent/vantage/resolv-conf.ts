import { isIP } from 'node:net'
import { parseServer, type DnsServer } from '../../probes/resolver/server.ts'

/** How this machine's C library resolves names (resolv.conf(5)). */
export type ResolvConf = {
  /** In the order of use: the first three, as in glibc; the local host where the file names none. */
  readonly servers: readonly DnsServer[]
  /** Domains that complete a name, lower case. */
  readonly search: readonly string[]
  /** Names with at least so many dots are asked for as they are first. */
  readonly ndots: number
  /** How long the system waits for a server, seconds. */
  readonly timeoutSeconds: number
  /** How often the system asks each server. */
  readonly attempts: number
}

const LINES = 1000
const SERVERS = 3
const DOMAINS = 20
const LOCAL: DnsServer = { address: '127.0.0.1', port: 53 }

/** Numeric options: their key, default and largest value (glibc's). */
const OPTIONS = { ndots: [1, 15], timeout: [5, 30], attempts: [2, 5] } as const

/** Reads /etc/resolv.conf as glibc does: the last `search` or `domain` counts, what it doesn't know is skipped. */
export const parseResolvConf = (text: string): ResolvConf => {
  const servers: DnsServer[] = []
  const options = new Map<string, string>()
  let search: string[] = []
  for (const line of text.split('\n', LINES)) {
    const [keyword, ...values] = line.trim().split(/\s+/)
    if (/^[#;]/.test(line)) continue
    if (keyword === 'nameserver') {
      const server = isIP(values[0] ?? '') === 0 ? null : parseServer(values[0] ?? '')
      if (server !== null && servers.length < SERVERS) servers.push(server)
    } else if (keyword === 'search') search = values
    else if (keyword === 'domain') search = values.slice(0, 1)
    else if (keyword === 'options') {
      for (const option of values) {
        const [key = '', value = ''] = option.split(':')
        options.set(key, value)
      }
    }
  }
  const number = (key: keyof typeof OPTIONS): number => {
    const [normal, most] = OPTIONS[key]
    const value = options.get(key) ?? ''
    return /^\d{1,9}$/.test(value) ? Math.min(Number(value), most) : normal
  }
  return {
    servers: servers.length > 0 ? servers : [LOCAL],
    search: search
      .slice(0, DOMAINS)
      .map(bare)
      .filter((domain) => domain !== ''),
    ndots: number('ndots'),
    timeoutSeconds: number('timeout'),
    attempts: number('attempts'),
  }
}

/** Lower case, without the trailing dot; empty for the root. */
const bare = (domain: string): string => domain.toLowerCase().replace(/\.$/, '')
