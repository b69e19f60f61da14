import { issuedBy } from '../pki.ts'
import { says, saysNothing, web } from '../services/web.ts'
import { drops, speaks } from '../services/websocket.ts'
import { blocked, degraded, either, https, inconclusive, open, site, websocket, type World } from '../world.ts'

const HOSTS = ['pypi.org', 'mcr.microsoft.com', 'management.azure.com', 'graph.microsoft.com']
const inDays = (days: number) => says(200, { date: new Date(Date.now() + days * 86_400_000).toUTCString() })

/** The lab can't set this machine's clock; servers that all agree on another day look the same. */
export const clockBehind: World = {
  name: 'clock-behind',
  says: 'a machine whose clock is three days behind: certificates made yesterday are not yet valid',
  sites: [
    ...HOSTS.map((host) => site(host, web({ answer: inDays(3) }), https(either(degraded('clock-skew'), open)))),
    site(
      'fresh.azureml.ms',
      web({ answer: inDays(3), certificate: issuedBy('issuing', { fromDays: 2 }) }),
      https(blocked('clock-skew')),
    ),
  ],
  findings: ['clock-skew'],
}

export const clockAhead: World = {
  name: 'clock-ahead',
  says: 'a machine whose clock is thirty days ahead: certificates that are valid have expired',
  sites: [
    ...HOSTS.map((host) => site(host, web({ answer: inDays(-30) }), https(either(degraded('clock-skew'), open)))),
    site(
      'old.azureml.ms',
      web({ answer: inDays(-30), certificate: issuedBy('issuing', { fromDays: -90, untilDays: -5 }) }),
      https(blocked('clock-skew')),
    ),
  ],
  findings: ['clock-skew'],
}

/** Near miss: one server's clock is its own trouble. */
export const oneClock: World = {
  name: 'one-clock',
  says: 'one server with a wrong clock among others that agree with this machine',
  sites: [
    ...HOSTS.map((host) => site(host, web(), https(open))),
    site('lost-in-time.azureml.ms', web({ answer: inDays(400) }), https(open)),
    site(
      'future.azureml.ms',
      web({ certificate: issuedBy('issuing', { fromDays: 2 }) }),
      https(blocked('tls-not-yet-valid')),
    ),
  ],
}

export const idle: World = {
  name: 'idle',
  says: 'something cuts websockets once they are a second old',
  options: ['--hold', '2500ms'],
  sites: [
    site(
      'cut.servicebus.windows.net',
      web({ upgrade: drops(1) }),
      websocket(degraded('ws-dropped-idle'), { path: '/a' }),
    ),
    site('kept.servicebus.windows.net', web({ upgrade: speaks }), websocket(open, { path: '/a' })),
  ],
}

export const deadline: World = {
  name: 'deadline',
  says: 'a run that is over before single endpoints are',
  options: ['--deadline', '700ms'],
  sites: [
    site('pypi.org', web(), https(open)),
    site('silent.azureml.ms', web({ answer: saysNothing }), https(inconclusive('deadline'))),
    site('mute.azureml.ms', web({ hello: () => 'silent' }), https(inconclusive('deadline'))),
  ],
}
