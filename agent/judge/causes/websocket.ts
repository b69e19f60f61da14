import { place, type Cause } from '../cause.ts'

/** Upgrades that don't happen, and connections that don't last. */
export const websocketCauses = {
  'ws-upgrade-stripped': {
    layer: 'websocket',
    verdicts: ['blocked'],
    meaning: 'A proxy on the way takes the upgrade out of the request: plain requests work, websockets do not.',
    isNot: 'Not a refusal of the service: it never saw the upgrade.',
    fixer: 'the owner of the proxy',
    remedy: (facts) =>
      `Ask the owner of the proxy or TLS inspection to let websocket upgrades (Upgrade: websocket) pass for ${place(facts)}.`,
  },
  'ws-not-offered': {
    layer: 'websocket',
    verdicts: ['inconclusive'],
    meaning: "The service answered the upgrade as an ordinary request, on a path that isn't known to be a websocket.",
    isNot: 'Not a block: the path to the service is open, the upgrade is unproven.',
    fixer: 'nobody',
    remedy: ({ host }) => `State a path that is a websocket (expect.websocket) for ${host} to prove the upgrade.`,
  },
  'ws-handshake-invalid': {
    layer: 'websocket',
    verdicts: ['blocked'],
    meaning: 'The upgrade was answered with 101 without the proof that a websocket server gives.',
    isNot: 'Not a websocket: something answers 101 that does not know the protocol.',
    fixer: 'the network team',
    remedy: (facts) => `Ask the network team which proxy answers upgrades to ${place(facts)} in the service's place.`,
  },
  'ws-frames-blocked': {
    layer: 'websocket',
    verdicts: ['blocked'],
    meaning: 'The upgrade succeeded, and no frame comes back.',
    isNot: 'Not a refused upgrade: a proxy lets the upgrade pass and not what follows.',
    fixer: 'the owner of the proxy',
    remedy: (facts) =>
      `Ask the owner of the proxy or firewall to pass data in both directions after an upgrade to ${place(facts)}.`,
  },
  'ws-dropped-idle': {
    layer: 'websocket',
    verdicts: ['degraded'],
    meaning: 'The websocket was opened and closed while it was held open.',
    isNot: 'Not a refused upgrade: it worked, and did not last.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team to raise the idle timeout of the firewall or proxy for ${place(facts)}${facts.who === undefined ? '' : ` beyond ${facts.who}`}.`,
  },
  'ws-auth-required': {
    layer: 'websocket',
    verdicts: ['inconclusive'],
    meaning: 'The service wants credentials before it upgrades.',
    isNot: 'Not a block: the service was reached.',
    fixer: 'nobody',
    remedy: () => `Nothing to change for the network: only a client with credentials can prove the websocket.`,
  },
} as const satisfies Record<string, Cause>
