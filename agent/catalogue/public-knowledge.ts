import type { PublicKnowledge } from '../report/redact.ts'
import { CLOUDS } from './clouds.ts'
import { readKnowledge } from './knowledge.ts'
import { patterns } from './patterns.ts'
import { builtinManifests } from './scenarios.ts'

/** Addresses of Azure that are the same for every customer: its own resolver, its metadata service. */
const AZURE_ADDRESSES = ['168.63.129.16', '169.254.169.254']

/**
 * What is no secret: the hosts of the built-in manifests, the documented names behind their wildcards, and what the experiments
 * ask. A representative that is a guess may be somebody's.
 */
export const publicKnowledge = (): PublicKnowledge => {
  const { experiments } = readKnowledge()
  const manifests = builtinManifests()
  const controls = experiments.udpControls.map(({ host }) => host)
  return {
    hosts: [
      ...patterns(manifests, CLOUDS).flatMap(({ host, representatives }) => [
        host,
        ...representatives.filter(({ certainty }) => certainty === 'documented').map(({ host: name }) => name),
      ]),
      ...manifests.flatMap(({ requirements }) => requirements.flatMap(({ expect }) => expect?.redirects ?? [])),
      ...experiments.neutralNames,
      ...experiments.clockHosts,
      ...controls,
    ],
    addresses: [...AZURE_ADDRESSES, ...controls],
  }
}
