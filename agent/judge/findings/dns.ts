import { causes } from '../causes.ts'
import { count, has, type Finder } from './finding.ts'
import { secondsText } from '../text.ts'

/** Dead DNS servers, whether or not a name waited for one. */
export const deadResolvers: Finder = ({ all, context: { resolvers, machine } }) => {
  const dead = machine.resolvers.filter((server) => resolvers.get(server)?.alive === false)
  if (dead.length === 0) return []
  const allDead = dead.length === machine.resolvers.length
  const cause = allDead ? 'dns-resolver-unreachable' : 'dns-resolver-down'
  const results = all.filter((result) => has(result, cause))
  if (allDead && results.length === 0) return []
  return [
    {
      cause,
      confidence: dead.every((server) => resolvers.get(server)?.asked) ? 'proven' : 'likely',
      says: allDead
        ? `None of this machine's DNS servers answers: ${dead.join(', ')}.`
        : `The DNS server ${dead.join(', ')} is dead, while ${machine.resolvers.filter((one) => !dead.includes(one)).join(', ')} answers.`,
      remedy: causes[cause].remedy({
        host: '',
        port: 53,
        protocol: 'udp',
        address: null,
        via: null,
        who: dead.join(', '),
      }),
      results,
      evidence: dead.map((server) => {
        const waited = resolvers.get(server)?.silentSeconds ?? 0
        return `${server}: no answer to any question${waited > 0 ? `, ${secondsText(waited)} lost in a lookup` : ''}`
      }),
    },
  ]
}

/** A DNS server that gives addresses for names that can't exist. */
export const hijack: Finder = ({ all, context }) => {
  const { addresses, servers } = context.hijack
  if (addresses.length === 0) return []
  const results = all.filter((result) => has(result, 'dns-hijacked'))
  return [
    {
      cause: 'dns-hijacked',
      confidence: 'proven',
      says: `DNS invents answers: names that cannot exist get the address ${addresses.join(', ')}.`,
      remedy: `Ask the DNS owner to switch off the rewriting of answers at ${servers.join(', ')}.`,
      results,
      evidence: [...servers.map((server) => `asked: ${server}`), `${count(results)} resolved by the same servers`],
    },
  ]
}
