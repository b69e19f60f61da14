import { forward } from '../rules.ts'
import { replies, tcp, greets } from '../services/raw.ts'
import { refusesSmb } from '../services/smb.ts'
import { plainWeb, web } from '../services/web.ts'
import { dnsmasq, RESOLVER, unbound } from '../software/resolvers.ts'
import { HAPROXY, haproxy, NGINX, nginx, SAMBA, samba } from '../software/servers.ts'
import { blocked, degraded, http, https, open, placed, site, smb, type Case, type Site, type World } from '../world.ts'

const real = ({ host, at }: { host: string; at: string }, cases: Case | readonly Case[]): Site =>
  placed(site(host, [], cases), { at: [at] })
const addresses = (...sites: readonly Readonly<Record<string, { at: string }>>[]) =>
  sites.flatMap((group) => Object.values(group).map(({ at }) => at))

export const webServers: World = {
  name: 'web-servers',
  says: 'nginx and HAProxy as they are',
  software: [nginx, haproxy],
  addresses: addresses(NGINX, HAPROXY),
  sites: [
    site('pypi.org', web(), https(open)),
    real(NGINX.plain, [https(open), http(open)]),
    real(NGINX.strict, https(open)),
    real(NGINX.drops, https(blocked('http-closed'))),
    real(NGINX.gateway, https(degraded('http-server-error'))),
    real(NGINX.clients, https(open)),
    real(NGINX.elsewhere, https(open)),
    placed(site('unknown.azureml.ms', [], https(blocked('tls-alert'))), { at: [NGINX.strict.at] }),
    real(HAPROXY.down, https(degraded('http-server-error'))),
    real(HAPROXY.strict, https(open)),
    // Silent, or a reset when we acknowledge something once it has forgotten us.
    real(HAPROXY.mute, https(blocked('http-no-response', 'http-closed'))),
    real(HAPROXY.foreign, https(blocked('tls-name-mismatch'))),
  ],
}

export const fileServers: World = {
  name: 'file-servers',
  says: 'Samba, and what else one meets on port 445',
  software: [samba],
  addresses: [SAMBA.at],
  sites: [
    real(SAMBA, smb(open)),
    site('refuses.file.core.windows.net', refusesSmb, smb(blocked('smb-refused'))),
    site('ssh.file.core.windows.net', tcp(445, greets('SSH-2.0-x\r\n')), smb(blocked('protocol-mismatch'))),
    site(
      'web.file.core.windows.net',
      tcp(445, replies('HTTP/1.1 400 Bad Request\r\n\r\n')),
      smb(blocked('protocol-mismatch')),
    ),
    site('shut.file.core.windows.net', plainWeb(), smb(blocked('tcp-refused'))),
    placed(site('drop.file.core.windows.net', plainWeb(), [smb(blocked('tcp-timeout')), http(open)]), {
      at: ['20.61.0.1'],
    }),
    site(
      'early.file.core.windows.net',
      tcp(445, (socket) => socket.end()),
      smb(blocked('tcp-closed-early')),
    ),
  ],
  rules: { middlebox: forward('ip daddr 20.61.0.1 tcp dport 445 drop') },
}

export const unboundFilter: World = {
  name: 'unbound',
  says: 'Unbound that refuses, denies and silences single domains',
  resolvers: [RESOLVER],
  addresses: [RESOLVER],
  software: [
    unbound({
      'gone.example.net': 'always_nxdomain',
      'refused.example.net': 'always_refuse',
      'silent.example.net': 'always_deny',
      'empty.example.net': 'always_nodata',
      'null.example.net': 'always_null',
    }),
  ],
  sites: [
    site('pypi.org', web(), https(open)),
    site('gone.example.net', web(), https(blocked('dns-nxdomain'))),
    site('refused.example.net', web(), https(blocked('dns-refused'))),
    site('silent.example.net', web(), https(blocked('dns-timeout'))),
    site('empty.example.net', web(), https(blocked('dns-nodata'))),
    site('null.example.net', web(), https(blocked('dns-sinkhole'))),
  ],
}

export const dnsmasqFilter: World = {
  name: 'dnsmasq',
  says: 'dnsmasq with a block list, and one domain forwarded to a resolver that is gone',
  resolvers: [RESOLVER],
  addresses: [RESOLVER],
  software: [
    dnsmasq([
      'address=/zero.example.net/0.0.0.0',
      'address=/gone.example.net/',
      'server=/lost.example.net/10.9.9.9',
      'address=/hole.example.net/10.66.0.9',
    ]),
  ],
  sites: [
    site('pypi.org', web(), https(open)),
    site('mcr.microsoft.com', web(), https(open)),
    site('zero.example.net', web(), https(blocked('dns-sinkhole'))),
    site('gone.example.net', web(), https(blocked('dns-nxdomain'))),
    site('lost.example.net', web(), https(blocked('dns-timeout'))),
    site('hole.example.net', web(), https(blocked('dns-sinkhole'))),
  ],
}
