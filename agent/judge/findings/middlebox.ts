import type { CauseCode } from '../causes.ts'
import { count, groupBy, isWorking, sentences, type Finder } from './finding.ts'

/** Something on the way that completes TCP handshakes for addresses at which nothing exists. */
export const middlebox: Finder = ({ all, context }) => {
  const caught = context.decoys.filter(({ connected }) => connected === true)
  const ports = [...new Set(caught.map(({ port }) => port))].toSorted((one, other) => one - other)
  if (ports.length === 0) return []
  const results = all.filter(
    ({ endpoint: { port, protocol }, evidence }) =>
      protocol === 'tcp' && ports.includes(port) && evidence.observations.some(({ via }) => via === null),
  )
  const decoys = [...new Set(caught.map(({ address, port }) => `${address} port ${port}: connected`))].toSorted()
  return [
    {
      cause: 'tcp-middlebox',
      confidence: 'proven',
      says: `A device on the way completes every TCP handshake on port ${ports.join(', ')}: a connection alone proves nothing here, and the verdicts rest on TLS and HTTP.`,
      remedy: null,
      results,
      evidence: decoys,
    },
  ]
}

/** Causes by which a firewall shows that it decides by name. */
const BY_NAME: ReadonlySet<CauseCode> = new Set(['tls-sni-filtered', 'http-firewall-deny', 'http-block-page'])
/** The same, if a device on the way is known to take every connection on the port. */
const AFTER_HELLO: ReadonlySet<CauseCode> = new Set(['tls-closed-after-hello', 'tls-silent-after-hello'])
const FEWEST = 3

/** A firewall with an allow list: some names pass, the others are cut after the handshake or answered by it. */
export const allowList: Finder = ({ results, all, context }) => {
  const taken = new Set(context.decoys.filter(({ connected }) => connected === true).map(({ port }) => port))
  const denied = results.filter(({ cause, endpoint: { port } }) => {
    const code = cause as CauseCode
    return BY_NAME.has(code) || (AFTER_HELLO.has(code) && taken.has(port))
  })
  const allowed = all.filter(isWorking)
  const [most] = groupBy(denied, ({ cause }) => cause).toSorted(([, one], [, other]) => other.length - one.length)
  if (denied.length < FEWEST || most === undefined) return []
  const isSure = denied.some(({ confidence }) => confidence === 'proven')
  return [
    {
      cause: most[0] as CauseCode,
      confidence: isSure ? 'proven' : 'likely',
      says:
        allowed.length === 0
          ? `A firewall takes the connections and denies every name: ${count(denied)}.`
          : `A firewall lets through what is on its list and denies the rest: ${count(denied)} denied by name, ${allowed.length} allowed.`,
      remedy: `Ask the network team to add the hosts below to the firewall's or proxy's application rules (by name, port 443 and 80).`,
      results: denied,
      whole: true,
      evidence: sentences(denied, 5),
    },
  ]
}
