import { forward } from '../rules.ts'
import { saysNothing, web } from '../services/web.ts'
import {
  blocked,
  degraded,
  either,
  https,
  inconclusive,
  open,
  site,
  untestable,
  type Case,
  type World,
} from '../world.ts'

const many = (count: number, is: Case['is']) =>
  Array.from({ length: count }, (_, n) => site(`s${n}.azureml.ms`, web(), https(is)))

/** Which connections find no port is chance; that some don't, and that they do when they come one by one, isn't. */
export const snat: World = {
  name: 'snat-exhausted',
  says: 'a gateway that has ports for a few new connections a second',
  sites: many(30, either(open, degraded('snat-exhausted'))),
  rules: { middlebox: forward('tcp dport 443 ct state new limit rate over 4/second burst 6 packets drop') },
  findings: ['snat-exhausted'],
}

/** Near miss: the same number of connections, some of which are blocked for good. */
export const manyBlocked: World = {
  name: 'many-blocked',
  says: 'a firewall that drops half of the addresses',
  sites: [
    ...many(8, open),
    ...Array.from({ length: 8 }, (_, n) => site(`b${n}.azureml.ms`, web(), https(blocked('tcp-timeout')))),
  ],
  rules: { middlebox: forward('ip daddr 20.60.0.9-20.60.0.16 drop') },
}

/** Too few file descriptors for this many endpoints: our own trouble, never the network's. */
export const fewFiles: World = {
  name: 'few-files',
  says: 'a shell with a low limit on open files',
  sites: many(60, either(open, inconclusive('local-resource'))),
  wrap: ['prlimit', '--nofile=48'],
}

const asks = (requirement: Case['requirement'], is: Case['is']) => https(is, requirement ? { requirement } : {})

/** What can't be probed from here is said, not passed over. */
export const untestables: World = {
  name: 'untestable',
  says: 'requirements that name no concrete host, or are not for this machine',
  sites: [
    site('pypi.org', web(), https(open)),
    site('wild.batch.azure.com', [], asks({ hosts: ['*.batch.azure.com'] }, untestable('not-derivable'))),
    site('fact.azureml.ms', [], asks({ hosts: ['${region}.api.azureml.ms'] }, untestable('missing-fact'))),
    site('plane.azureml.ms', [], asks({ vantage: 'control-plane' }, untestable('wrong-vantage'))),
    site('inbound.azureml.ms', [], asks({ direction: 'inbound' }, untestable('wrong-vantage'))),
    // Near miss: a wildcard with a representative is tested.
    site(
      'my.azurecr.io',
      web(),
      asks({ hosts: ['*.azurecr.io'], representatives: [{ host: 'my.azurecr.io', certainty: 'documented' }] }, open),
    ),
    site('silent.azureml.ms', web({ answer: saysNothing }), https(blocked('http-no-response'))),
  ],
}
