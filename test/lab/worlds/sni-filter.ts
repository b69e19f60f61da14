import { redirect } from '../rules.ts'
import type { Fate } from '../services/first-flight.ts'
import { sniFilter } from '../services/filters.ts'
import { takes } from '../services/transparent.ts'
import { web } from '../services/web.ts'
import { blocked, https, open, site, websocket, type World } from '../world.ts'

const FATES: Readonly<Record<string, Fate>> = {
  'closed.example.net': 'close',
  'alone.example.net': 'close',
  'reset.example.net': 'reset',
  'silent.example.net': 'silent',
}

/** A filter between client and server that reads SNI and relays by address. */
export const inlineFilter: World = {
  name: 'sni-filter',
  says: 'a firewall that lets handshakes through but for the names on a list',
  extras: [sniFilter((name) => FATES[name ?? ''] ?? 'answer')],
  rules: { middlebox: redirect(...takes(['https'])) },
  sites: [
    site('pypi.org', web(), https(open)),
    site('mcr.microsoft.com', web(), https(open)),
    site('alone.example.net', web(), https(blocked('tls-sni-filtered'), { alone: true })),
    ...Object.keys(FATES).map((host) =>
      site(host, web(), [https(blocked('tls-sni-filtered')), websocket(blocked('tls-sni-filtered'))]),
    ),
    // Near misses: servers that do it themselves.
    site('strict.azureml.ms', web({ hello: (sni, host) => (sni === host ? 'answer' : 'reset') }), https(open)),
    site('broken.azureml.ms', web({ hello: () => 'reset' }), https(blocked('tls-closed-after-hello'))),
  ],
}
