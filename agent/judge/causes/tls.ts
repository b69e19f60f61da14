import { peer, place, type Cause } from '../cause.ts'

const allowName = (facts: Parameters<Cause['remedy']>[0]): string =>
  `Ask the network team to allow the name ${facts.host} on port ${facts.port} in the firewall's or proxy's application rules`

/** Handshakes that don't complete, and certificates that can't be trusted. */
export const tlsCauses = {
  'tls-sni-filtered': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'Handshakes for this name are cut, while the same address answers another name.',
    isNot:
      'Not a dead server. Where only this address was tried, a server that hangs up on unknown names looks the same.',
    fixer: 'the network team',
    remedy: (facts) => `${allowName(facts)}.`,
  },
  'tls-closed-after-hello': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: "The connection was closed in answer to the handshake's first message, and nothing settles by whom.",
    isNot: 'Not an open port, though TCP connected: firewalls complete that themselves.',
    fixer: 'the network team',
    remedy: (facts) => `${allowName(facts)}; if its log shows no denial, ask the owner of ${peer(facts)}.`,
  },
  'tls-silent-after-hello': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: "Nothing answers the handshake's first message, and nothing settles why.",
    isNot: 'Not an open port, though TCP connected: firewalls complete that themselves.',
    fixer: 'the network team',
    remedy: (facts) => `${allowName(facts)}; if its log shows no denial, ask the owner of ${peer(facts)}.`,
  },
  'tls-broken-midway': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'The handshake began and was cut in the middle.',
    isNot: 'Not a certificate problem: the handshake never came that far.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team whether a firewall inspects or cuts TLS to ${place(facts)}, and to exempt it from inspection.`,
  },
  'tls-large-hello-dropped': {
    layer: 'tls',
    verdicts: ['degraded'],
    meaning:
      'Handshakes whose first message is larger than one packet (post-quantum keys, as newer clients send) fail.',
    isNot: 'Not a fault of the endpoint: small handshakes pass.',
    fixer: 'the network team',
    remedy: () =>
      `Ask the network team to update the firewall that drops a TLS ClientHello of more than one packet; until then newer clients need post-quantum key exchange switched off.`,
  },
  'mtu-blackhole': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'Small packets pass, large ones vanish: a link has a smaller MTU and the message that says so is dropped.',
    isNot: 'Not a filter for this name: its short answers arrive.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team to let ICMP "fragmentation needed" through on the way to ${peer(facts)} or to clamp the TCP MSS on the tunnel; lowering this machine's MTU to 1300 shows whether that is it.`,
  },
  'tls-intercepted': {
    layer: 'tls',
    verdicts: ['blocked', 'degraded'],
    meaning: 'A TLS inspection device answers with certificates of its own CA.',
    isNot: "Not a fault of the service's certificate: the service's own was never seen.",
    fixer: 'the network team',
    remedy: ({ host, who }) =>
      `Ask the network team to exempt ${host} from TLS inspection, or install the CA "${who ?? 'of the inspection'}" in every trust store here (system, Python, Java, Node).`,
  },
  'tls-chain-incomplete': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'The server leaves out an intermediate certificate that leads to a public root.',
    isNot: 'Not interception: the missing issuer is a public one.',
    fixer: "the service's owner",
    remedy: ({ host, who }) =>
      `Ask the owner of ${host} to send the intermediate certificate "${who ?? 'that is missing'}" too.`,
  },
  'tls-untrusted': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'The certificate leads to a CA that this machine does not trust.',
    isNot: 'Not shown to be interception: it was seen on this host alone.',
    fixer: "this machine's administrator",
    remedy: ({ host, who }) =>
      `If "${who ?? 'the issuer'}" is your organisation's CA, install it in this machine's trust stores; else ask the network team who answers for ${host}.`,
  },
  'tls-self-signed': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'The certificate is signed by nobody but itself.',
    isNot: 'Not an incomplete chain: there is no issuer.',
    fixer: "the service's owner",
    remedy: ({ host, who }) =>
      `Ask who answers for ${host} with the self-signed certificate "${who ?? host}": its owner must get one of a CA, or trust must be installed here.`,
  },
  'tls-expired': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'A certificate of the chain has expired.',
    isNot: "Not a wrong clock here, where servers' clocks could be compared.",
    fixer: "the service's owner",
    remedy: ({ host }) => `Ask the owner of ${host} to renew its certificate.`,
  },
  'tls-not-yet-valid': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'A certificate of the chain is not valid yet.',
    isNot: "Not a wrong clock here, where servers' clocks could be compared.",
    fixer: "the service's owner",
    remedy: ({ host }) =>
      `Ask the owner of ${host} to install a certificate that is valid now, and check this machine's clock.`,
  },
  'tls-name-mismatch': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'The certificate is trusted, but for other names.',
    isNot: 'Not interception: no inspection device makes certificates for the wrong name.',
    fixer: 'the DNS owner',
    remedy: ({ host, address, who }) =>
      `Ask the DNS owner whether ${address ?? 'the address'} is right for ${host}: the server there is ${who ?? 'another one'}.`,
  },
  'clock-skew': {
    layer: 'local',
    verdicts: ['blocked', 'degraded'],
    meaning: "This machine's clock is wrong: several servers agree on another time.",
    isNot: 'Not an expired certificate, though it may look like one.',
    fixer: "this machine's administrator",
    remedy: () =>
      `Set this machine's clock (chrony or systemd-timesyncd; NTP is UDP 123): certificates and tokens depend on it.`,
  },
  'tls-expiring': {
    layer: 'tls',
    verdicts: ['degraded'],
    meaning: 'A certificate of the chain expires in less than 14 days.',
    isNot: 'Not a fault yet.',
    fixer: "the service's owner",
    remedy: ({ host, who }) => `Ask the owner of ${host} to renew its certificate before ${who ?? 'it expires'}.`,
  },
  'tls-alert': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'The peer refused the handshake with a TLS alert before it showed a certificate.',
    isNot: 'Not silence and not a cut connection: the peer speaks TLS and said no.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team whether a firewall rejects TLS to ${place(facts)}; else the owner of ${peer(facts)} why it answers "${facts.who ?? 'an alert'}".`,
  },
  'tls-version': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'The server speaks nothing newer than TLS 1.1.',
    isNot: 'Not a cipher or certificate problem.',
    fixer: "the service's owner",
    remedy: (facts) => `Ask the owner of ${peer(facts)} to offer TLS 1.2 or newer for ${facts.host}.`,
  },
  'not-tls': {
    layer: 'tls',
    verdicts: ['blocked'],
    meaning: 'What answers does not speak TLS.',
    isNot: 'Not a broken handshake: the first bytes are something else.',
    fixer: 'the network team',
    remedy: (facts) =>
      `Ask the network team what answers ${place(facts)} with ${facts.who ?? 'something that is not TLS'}: a block page in the clear, a proxy, or the wrong server.`,
  },
} as const satisfies Record<string, Cause>
