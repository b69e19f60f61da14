/** Real resolvers that filter. */
import { PLACES } from '../network.ts'
import type { Software } from './software.ts'

/** Where they listen, in the servers' namespace. */
export const RESOLVER = '10.53.0.3'

/** Unbound with a rule by name: what its `local-zone` types do. */
export const unbound = (zones: Readonly<Record<string, string>>): Software => ({
  role: 'servers',
  binary: 'unbound',
  listens: `${RESOLVER}:53`,
  udp: true,
  files: (_pki, dir) => ({
    'unbound.conf': [
      'server:',
      `  interface: ${RESOLVER}`,
      '  access-control: 0.0.0.0/0 allow',
      `  directory: "${dir}"`,
      '  chroot: ""',
      '  username: ""',
      `  pidfile: "${dir}/unbound.pid"`,
      '  use-syslog: no',
      '  module-config: "iterator"',
      '  do-not-query-localhost: no',
      ...Object.entries(zones).map(([name, type]) => `  local-zone: "${name}." ${type}`),
      'forward-zone:',
      '  name: "."',
      `  forward-addr: ${PLACES.resolver}`,
      '',
    ].join('\n'),
  }),
  args: (dir) => ['-d', '-c', `${dir}/unbound.conf`],
})

/** dnsmasq with `address=` and `server=` lines. */
export const dnsmasq = (lines: readonly string[]): Software => ({
  role: 'servers',
  binary: 'dnsmasq',
  listens: `${RESOLVER}:53`,
  udp: true,
  files: (_pki, dir) => ({
    'dnsmasq.conf': [
      'no-resolv',
      'no-hosts',
      'bind-interfaces',
      'user=root',
      `pid-file=${dir}/dnsmasq.pid`,
      `listen-address=${RESOLVER}`,
      `server=${PLACES.resolver}`,
      ...lines,
      '',
    ].join('\n'),
  }),
  args: (dir) => ['-k', '-C', `${dir}/dnsmasq.conf`],
})
