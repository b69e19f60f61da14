import { redirect } from '../rules.ts'
import { upgradeStripper } from '../services/filters.ts'
import { takes } from '../services/transparent.ts'
import { plainWeb, says, saysNothing, web } from '../services/web.ts'
import { forges, refuses, speaks, swallows } from '../services/websocket.ts'
import { blocked, degraded, https, inconclusive, open, site, websocket, type World } from '../world.ts'

const path = '/$hc/ml'
const due = { path, expect: { websocket: true } }

/** What becomes of an upgrade over a network that does nothing. */
export const websockets: World = {
  name: 'websockets',
  says: 'servers that get websockets wrong in a network that does nothing',
  sites: [
    site('good.servicebus.windows.net', web({ upgrade: speaks }), [
      websocket(open, due),
      websocket(open, { path: '/other' }),
    ]),
    site('swallows.servicebus.windows.net', web({ upgrade: swallows }), websocket(blocked('ws-frames-blocked'), due)),
    site('forges.servicebus.windows.net', web({ upgrade: forges }), websocket(blocked('ws-handshake-invalid'), due)),
    // As if the Upgrade header had never been there.
    site('ignores.servicebus.windows.net', web({ answer: says(200) }), websocket(blocked('ws-upgrade-stripped'), due)),
    // Near misses: nobody said that there is a websocket here.
    site('page.azureml.ms', web({ answer: says(200) }), websocket(inconclusive('ws-not-offered'))),
    site('missing.azureml.ms', web({ answer: says(404) }), websocket(inconclusive('ws-not-offered'))),
    site(
      'asks.servicebus.windows.net',
      web({ upgrade: refuses('401 Unauthorized', 'WWW-Authenticate: Bearer\r\n') }),
      websocket(inconclusive('ws-auth-required'), due),
    ),
    site(
      'silent.servicebus.windows.net',
      web({ answer: saysNothing, upgrade: () => undefined }),
      websocket(blocked('http-no-response'), due),
    ),
    site(
      'fails.servicebus.windows.net',
      web({ answer: says(500), upgrade: refuses('500 Internal Server Error') }),
      websocket(degraded('http-server-error'), due),
    ),
  ],
}

/** On port 80 anyone can read along, and some drop what they do not know. */
export const stripped: World = {
  name: 'upgrade-stripped',
  says: 'a transparent proxy on port 80 that drops the Upgrade header',
  extras: [upgradeStripper],
  rules: { middlebox: redirect(...takes(['http'])) },
  sites: [
    site('plain.example.net', plainWeb({ upgrade: speaks }), [
      websocket(blocked('ws-upgrade-stripped'), { port: 80, path: '/socket', expect: { websocket: true } }),
      websocket(blocked('ws-upgrade-stripped', 'ws-not-offered'), { port: 80, path: '/other' }),
    ]),
    site('relay.servicebus.windows.net', web({ upgrade: speaks }), [websocket(open, due), https(open)]),
  ],
}
