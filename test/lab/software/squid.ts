/** Squid as a company runs it. */
import { join } from 'node:path'
import { FILES } from '../pki.ts'
import { PLACES } from '../network.ts'
import type { Software } from './software.ts'

export type Squid = {
  /** Hosts that may be reached (squid's dstdomain); absent: all. */
  readonly allow?: readonly string[]
  /** `user:password` that everyone must present. */
  readonly account?: string
  /** Ends TLS itself, with certificates of the interceptor's CA. */
  readonly bump?: true
  /** Takes redirected connections instead of being asked as a proxy. */
  readonly transparent?: true
}

/** The port of the explicit proxy, and those that take redirected connections. */
export const SQUID = { proxy: 3128, http: 3129, https: 3130 }

const CERTIFICATES = '/usr/lib/squid/security_file_certgen'
const BASIC_AUTH = '/usr/lib/squid/basic_fake_auth'

const configuration = (squid: Squid, dir: string): readonly string[] => {
  const bumping = `ssl-bump tls-cert=${dir}/ca.pem generate-host-certificates=on dynamic_cert_mem_cache_size=4MB`
  return [
    'visible_hostname proxy.contoso.com',
    `pid_filename ${dir}/squid.pid`,
    `cache_log ${dir}/cache.log`,
    'access_log none',
    'cache deny all',
    'shutdown_lifetime 0 seconds',
    'connect_timeout 3 seconds',
    'workers 1',
    `dns_nameservers ${PLACES.resolver}`,
    'pinger_enable off',
    `http_port ${SQUID.proxy} ${squid.bump && !squid.transparent ? bumping : ''}`,
    ...(squid.transparent
      ? [`http_port ${SQUID.http} intercept`, `https_port ${SQUID.https} intercept ${bumping}`]
      : []),
    ...(squid.bump
      ? [
          `sslcrtd_program ${CERTIFICATES} -s ${dir}/certificates -M 4MB`,
          'sslcrtd_children 2',
          `tls_outgoing_options cafile=${join(dir, '..', FILES.roots)}`,
          'acl first at_step SslBump1',
          'ssl_bump peek first',
          'ssl_bump bump all',
        ]
      : []),
    // As Debian ships it.
    'acl secure port 443',
    'http_access deny CONNECT !secure',
    ...(squid.account === undefined
      ? []
      : [
          `auth_param basic program ${BASIC_AUTH}`,
          'auth_param basic children 1',
          'auth_param basic realm contoso',
          'acl known proxy_auth REQUIRED',
          'http_access deny !known',
        ]),
    ...(squid.allow === undefined
      ? ['http_access allow all']
      : [`acl good dstdomain ${squid.allow.join(' ')}`, 'http_access allow good', 'http_access deny all']),
    '',
  ]
}

export const squid = (wish: Squid = {}): Software => ({
  role: 'middlebox',
  binary: 'squid',
  listens: `*:${SQUID.proxy}`,
  files: ({ interceptor }, dir) => ({
    'squid.conf': configuration(wish, dir).join('\n'),
    'ca.pem': `${interceptor.cert}${interceptor.chain}${interceptor.key}`,
  }),
  prepare: (dir) =>
    wish.bump
      ? [
          [CERTIFICATES, '-c', '-s', `${dir}/certificates`, '-M', '4MB'],
          ['chown', '-R', 'proxy', dir],
        ]
      : [['chown', '-R', 'proxy', dir]],
  args: (dir) => ['-N', '-f', `${dir}/squid.conf`],
})
