import type { ProbeKind, Target } from '../../probes/probe.ts'
import type { Experiment, ExperimentName } from '../model.ts'

/** What each experiment asks, for the report. */
const QUESTIONS: Readonly<Record<ExperimentName, string>> = {
  confirm: 'Does the failure repeat?',
  'control-sni': 'Does the same address answer another name, or none, while it fails for this one?',
  'target-sni-elsewhere': 'Does the name fail too at an address that is not its own and relays other names?',
  'raw-hello': 'What are the first bytes that answer our own ClientHello on a bare socket?',
  'large-hello': 'Does a ClientHello of two segments pass where one of a single segment does?',
  'small-packets': 'Does a handshake that needs only a short alert as its answer get it?',
  'decoy-address': 'Does an address at which nothing exists take the connection, and what does it answer?',
  'impossible-name': 'Does a name that cannot exist get an address?',
  'resolver-alive': 'Does this DNS server answer anything at all?',
  'resolver-compare': 'What does this DNS server say of the name?',
  'plain-http': "Does port 80 of the same host carry a firewall's signature?",
  'plain-request': 'Does an ordinary request work where the websocket upgrade did not?',
  'direct-and-proxied': 'Does the other way work, with or without the proxy?',
  'udp-control': 'Does UDP work at all, and does the host answer on TCP 443?',
  spaced: 'Does the connection succeed when connections are spaced?',
  clock: 'What time is it for this server?',
}

export const experiment = (name: ExperimentName, probe: ProbeKind, target: Target): Experiment => ({
  name,
  asks: QUESTIONS[name],
  probe,
  target,
})
