/** Rules on names that don't become addresses, or become the wrong ones. */
import type { DnsAnswer, ResolveFacts } from '../../probes/observation.ts'
import type { Answered } from '../model.ts'
import { isAddress, isPrivate, isPublic, isSelf } from './addresses.ts'
import { aaaaExperiment, secondOpinions } from './endpoint-experiments.ts'
import { bare, isLocalName, isWithin } from './names.ts'
import { proofOf } from './proof.ts'
import type { Candidate, Rule, RuleGroup } from './rule.ts'
import { interceptorOf, isAuthenticated, isPrivateChain, isTrustUnknown, refusalOf } from './trust.ts'
import { answersTo, faultIn, httpOf, nameOf, tlsOf, type View } from './view.ts'
import { secondsText } from './text.ts'

/** Through a proxy the target isn't resolved here: the step is about the proxy's name. */
const resolutionOf = ({ observation, steps }: View): ResolveFacts | null =>
  observation.via === null ? (steps.resolve?.facts ?? null) : null

const isOwn = (facts: ResolveFacts) => (answer: DnsAnswer) => bare(answer.name) === bare(facts.name)

/** The answers that decided, A first: the last one of each type for the name itself. */
const decisive = (facts: ResolveFacts): readonly DnsAnswer[] => {
  const own = facts.answers.filter(isOwn(facts))
  return ['A', 'AAAA'].flatMap((type) => own.findLast((answer) => answer.type === type) ?? [])
}

/** The answer that says why there is no address: A's, or AAAA's where A was not asked. Null where none came. */
const reasonOf = (view: View): DnsAnswer | null => {
  const facts = resolutionOf(view)
  if (facts === null || faultIn(view, 'resolve') === null) return null
  const [first] = decisive(facts)
  return first?.rcode === undefined ? null : first
}

/** Every answer that an experiment brought. */
const answersIn = ({ observations }: Answered): readonly DnsAnswer[] =>
  observations.flatMap(({ steps }) =>
    steps.flatMap(({ facts }) => (facts !== undefined && 'answers' in facts ? facts.answers : [])),
  )

const serverText = (server: string): string => `the DNS server ${server}`

/** A failed resolution by what the deciding answer says. */
const onAnswer = (
  name: Candidate['cause'],
  applies: (answer: DnsAnswer) => boolean,
  say: (answer: DnsAnswer, host: string) => string,
  rest: (answer: DnsAnswer) => Partial<Candidate> = () => ({}),
): Rule => ({
  name,
  judge: (view) => {
    const answer = reasonOf(view)
    if (answer === null || !applies(answer)) return null
    return {
      cause: name,
      confidence: 'proven',
      says: say(answer, view.evidence.endpoint.host),
      remedy: { who: serverText(answer.server) },
      wants: secondOpinions(view),
      ...rest(answer),
    }
  },
})

const inPrivateLink = (name: string): boolean => name.toLowerCase().split('.').includes('privatelink')
const endOf = ({ chain }: DnsAnswer): string => chain.at(-1) ?? ''
const isEmpty = ({ rcode, addresses }: DnsAnswer): boolean =>
  rcode === 'NXDOMAIN' || (rcode === 'NOERROR' && addresses.length === 0)

const privatelinkNoRecord = onAnswer(
  'dns-privatelink-no-record',
  (answer) => isEmpty(answer) && answer.loop === undefined && inPrivateLink(endOf(answer)),
  (answer, host) =>
    `${host} is an alias for ${endOf(answer)}, and ${serverText(answer.server)} answers ${answer.rcode ?? ''} there: a private DNS zone is linked here and has no such record.`,
  (answer) => ({ remedy: { who: endOf(answer) } }),
)

const cnameBroken = onAnswer(
  'dns-cname-broken',
  (answer) => answer.loop === true || (isEmpty(answer) && answer.chain.length > 0),
  (answer, host) =>
    answer.loop
      ? `${serverText(answer.server)} answers that ${host} is an alias that leads back to itself (${answer.chain.join(', ')}).`
      : `${host} is an alias for ${endOf(answer)}, which has no address: ${serverText(answer.server)} answers ${answer.rcode ?? ''}.`,
  (answer) => ({ remedy: { who: endOf(answer) } }),
)

const nxdomain = onAnswer(
  'dns-nxdomain',
  ({ rcode }) => rcode === 'NXDOMAIN',
  (answer, host) => `${serverText(answer.server)} says that ${host} does not exist (NXDOMAIN).`,
)

const nodata = onAnswer(
  'dns-nodata',
  (answer) => isEmpty(answer) && answer.truncated === undefined,
  (answer, host) => `${serverText(answer.server)} knows ${host} and has no address for it.`,
)

const refused = onAnswer(
  'dns-refused',
  ({ rcode }) => rcode === 'REFUSED',
  (answer, host) => `${serverText(answer.server)} refuses to answer for ${host} (REFUSED).`,
  () => ({ confirm: true }),
)

const servfail = onAnswer(
  'dns-servfail',
  ({ rcode }) => rcode !== undefined && rcode !== 'NOERROR',
  (answer, host) =>
    `${serverText(answer.server)} could not find out the address of ${host} (${answer.rcode ?? 'SERVFAIL'}).`,
  () => ({ confirm: true }),
)

const tcpBlocked: Rule = {
  name: 'dns-tcp-blocked',
  judge: (view) => {
    const facts = resolutionOf(view)
    if (facts === null || faultIn(view, 'resolve') === null) return null
    const own = facts.answers.filter(isOwn(facts))
    const cut =
      own.find(({ truncated, type }) => truncated === true && type === 'A') ?? own.find((one) => one.truncated)
    if (cut === undefined) return null
    const retries = own.filter(({ transport, type }) => transport === 'tcp' && type === cut.type)
    if (retries.length === 0 || retries.some(({ rcode }) => rcode !== undefined)) return null
    return {
      cause: 'dns-tcp-blocked',
      confidence: 'proven',
      says: `The answer of ${serverText(cut.server)} for ${facts.name} is too big for UDP, and TCP 53 to it fails (${retries[0]?.fault?.code ?? 'no answer'}).`,
      remedy: { who: serverText(cut.server) },
    }
  },
}

/** A stub on this machine that says SERVFAIL for everything: its upstreams are what fails. */
const stubIsBlind = (server: string, { context }: View): boolean => {
  const view = context.resolvers.get(server)
  if (!isSelf(server.replace(/:\d+$/, '')) || view === undefined) return false
  const onlyServfail = view.rcodes.size === 1 && view.rcodes.has('SERVFAIL') && view.names.size > 1
  const upstreams = [...context.resolvers].filter(([name]) => !context.machine.resolvers.includes(name))
  return onlyServfail && upstreams.length > 0 && upstreams.every(([, { alive }]) => !alive)
}

const unreachableText = (servers: readonly string[], blind: readonly string[], name: string): string => {
  if (servers.length === 0) return `This machine has no DNS server configured, so ${name} has no address.`
  if (blind.length > 0)
    return `The local DNS stub ${blind.join(', ')} says SERVFAIL for everything, and the servers behind it do not answer.`
  const who =
    servers.length === 1
      ? `The DNS server ${servers.join()}, the only one`
      : `None of the DNS servers ${servers.join(', ')}`
  return servers.length === 1
    ? `${who} configured, answers no question, neither for ${name} nor for any other name.`
    : `${who} answers any question, neither for ${name} nor for any other name.`
}

/** Every configured server that this resolution asked is silent or out of reach. */
const unreachable: Rule = {
  name: 'dns-resolver-unreachable',
  judge: (view) => {
    const facts = resolutionOf(view)
    const fault = faultIn(view, 'resolve')
    if (facts === null || fault === null || fault.kind === 'aborted' || fault.kind === 'unsupported') return null
    const { resolvers, machine } = view.context
    const servers = [...new Set([...machine.resolvers, ...facts.answers.map(({ server }) => server)])]
    const blind = servers.filter((server) => stubIsBlind(server, view))
    if (servers.some((server) => resolvers.get(server)?.alive === true && !blind.includes(server))) return null
    const known = servers.length === 0 || servers.every((server) => resolvers.get(server)?.asked === true)
    return {
      cause: 'dns-resolver-unreachable',
      confidence: known ? 'proven' : 'likely',
      says: unreachableText(servers, blind, facts.name),
      remedy: { who: servers.length === 0 ? 'a DNS server' : servers.join(', ') },
    }
  },
}

/** Silence for this name from servers that do answer others. */
const timeout: Rule = {
  name: 'dns-timeout',
  judge: (view) => {
    const facts = resolutionOf(view)
    const fault = faultIn(view, 'resolve')
    if (facts === null || fault === null || fault.kind === 'aborted' || fault.kind === 'unsupported') return null
    if (decisive(facts)[0]?.rcode !== undefined) return null
    const servers = [...new Set(facts.answers.map(({ server }) => server))]
    return {
      cause: 'dns-timeout',
      confidence: 'proven',
      says: `No answer for ${facts.name} came from ${servers.map(serverText).join(' or ')}, which does answer other questions.`,
      remedy: { who: servers.map(serverText).join(', ') },
    }
  },
}

const resolverDown: Rule = {
  name: 'dns-resolver-down',
  judge: (view) => {
    const facts = resolutionOf(view)
    if (facts?.source !== 'dns') return null
    const { resolvers, machine } = view.context
    const dead = machine.resolvers.filter((server) => resolvers.has(server) && !resolvers.get(server)?.alive)
    const alive = machine.resolvers.filter((server) => resolvers.get(server)?.alive)
    if (dead.length === 0 || alive.length === 0) return null
    const cost = Math.max(0, ...dead.map((server) => resolvers.get(server)?.silentSeconds ?? 0))
    return {
      cause: 'dns-resolver-down',
      confidence: dead.every((server) => resolvers.get(server)?.asked) ? 'proven' : 'likely',
      says: `The DNS server ${dead.join(', ')} answers nothing while ${alive.join(', ')} does; ${
        cost > 0
          ? `waiting for it cost a lookup ${secondsText(cost)} here, and the system's own resolver waits 5 s`
          : `it costs nothing until the others fail too`
      }.`,
      remedy: { who: dead.join(', ') },
    }
  },
}

/** What the server said when it was asked for AAAA alone: one answer may have been late or lost. */
const aaaaAgain = ({ evidence }: View, name: string, server: string): readonly DnsAnswer[] =>
  evidence.experiments
    .filter(({ target }) => target.family === 6 && target.question === name)
    .flatMap(answersIn)
    .filter((answer) => answer.server === server)

const aaaaBroken: Rule = {
  name: 'dns-aaaa-broken',
  judge: (view) => {
    const facts = resolutionOf(view)
    if (facts?.source !== 'dns') return null
    const own = facts.answers.filter(isOwn(facts))
    const six = own.filter(({ type }) => type === 'AAAA')
    const four = own.find(({ type, rcode, addresses }) => type === 'A' && rcode === 'NOERROR' && addresses.length > 0)
    const servers = new Set(own.filter(({ rcode }) => rcode !== undefined).map(({ server }) => server))
    const silent = six.filter(({ server, fault }) => servers.has(server) && fault?.kind === 'timeout')
    if (four === undefined || silent.length === 0 || six.some(({ rcode }) => rcode !== undefined)) return null
    const again = aaaaAgain(view, facts.name, four.server)
    if (again.some(({ transport, rcode }) => transport === 'udp' && rcode !== undefined)) return null
    return {
      cause: 'dns-aaaa-broken',
      confidence: 'likely',
      says: `${serverText(four.server)} answers the A question for ${facts.name} and not the AAAA question: every lookup that asks both waits for seconds.`,
      remedy: { who: serverText(four.server) },
      wants: again.length > 0 ? [] : [aaaaExperiment(facts.name, four.server)],
    }
  },
}

/** Nothing at the address proves to be the service: no trusted handshake, no answer in a protocol that only it speaks. */
const isUnproven = (view: View): boolean => {
  const http = httpOf(view)
  const smb = view.steps.request?.facts
  return !isAuthenticated(view) && http?.accepted !== true && !(smb?.protocol === 'smb' && smb.dialect !== undefined)
}

const sinkhole: Rule = {
  name: 'dns-sinkhole',
  judge: (view) => {
    const facts = resolutionOf(view)
    const { endpoint } = view.evidence
    const { address } = view.observation
    if (facts === null || facts.source === 'literal' || address === null || !isUnproven(view)) return null
    if (isWithin(endpoint.host, 'localhost')) return null
    const server = facts.source === 'hosts' ? '/etc/hosts' : serverText(decisive(facts)[0]?.server ?? 'in use')
    if (isSelf(address))
      return {
        cause: 'dns-sinkhole',
        confidence: 'proven',
        says: `${server} gives ${address} for ${endpoint.host}, which is this machine itself: a filter answers in place of DNS.`,
        remedy: { who: server },
      }
    if (facts.source === 'dns' && isOfNobody(view, address))
      return {
        cause: 'dns-sinkhole',
        confidence: 'likely',
        says: `${server} gives ${address} for ${endpoint.host}, as it does for names that cannot exist, and what answers there does not prove to be the service.`,
        remedy: { who: server },
      }
    if (!isPrivate(address) || mayBePrivate(view, facts) || view.context.trustedAt.has(address)) return null
    if (proofOf(view) !== null || isRecognised(view)) return null
    return {
      cause: 'dns-sinkhole',
      confidence: 'likely',
      says: `${server} gives the private address ${address} for ${endpoint.host}, a public name without private link, and nothing there proves to be the service.`,
      remedy: { who: server },
    }
  },
}

/** Without TLS anyone may answer, and here answers who answers for names that cannot exist. With TLS the certificate tells. */
const isOfNobody = (view: View, address: string): boolean =>
  view.context.hijack.addresses.includes(address) &&
  !view.context.trustedAt.has(address) &&
  tlsOf(view) === null &&
  proofOf(view) !== null

/** What answers is known, though not trusted: an interceptor, or a certificate of a public CA for this very name. */
const isRecognised = (view: View): boolean => {
  const facts = tlsOf(view)
  if (facts === null || facts.chain.length === 0) return false
  const { endpoint } = view.evidence
  const isPublicly = facts.trust.some(({ store }) => store === 'public') && !isPrivateChain(facts)
  return (
    interceptorOf(facts, endpoint, view.context) !== null ||
    isTrustUnknown(facts) ||
    (isPublicly && refusalOf(facts) !== 'ERR_TLS_CERT_ALTNAME_INVALID')
  )
}

/** A private address may be right: one is due, or nothing says that it isn't. */
const mayBePrivate = ({ evidence: { endpoint }, context }: View, { chain }: ResolveFacts): boolean => {
  const { expect, host, requirements } = endpoint
  if (expect.private === false) return false
  return (
    expect.private === true ||
    expect.ca !== undefined ||
    requirements.some(({ direction }) => direction !== undefined && direction !== 'outbound') ||
    [host, ...chain].some(inPrivateLink) ||
    isLocalName(host) ||
    context.privateIsUsual
  )
}

const publicNotPrivate: Rule = {
  name: 'dns-public-not-private',
  judge: (view) => {
    const facts = resolutionOf(view)
    const { endpoint } = view.evidence
    if (facts === null || endpoint.expect.private !== true || facts.source === 'literal') return null
    const open = facts.addresses.filter(isPublic)
    if (open.length === 0) return null
    return {
      cause: 'dns-public-not-private',
      confidence: 'proven',
      says: `${endpoint.host} should have a private address here and has the public ${open.join(', ')}${facts.chain.some(inPrivateLink) ? ', though its alias leads through a private link zone' : ''}.`,
      remedy: { who: open.join(', ') },
      wants: secondOpinions(view),
    }
  },
}

const hijacked: Rule = {
  name: 'dns-hijacked',
  judge: (view) => {
    const facts = resolutionOf(view)
    const { addresses, servers } = view.context.hijack
    if (facts?.source !== 'dns' || addresses.length === 0) return null
    const same = facts.addresses.some((address) => addresses.includes(address))
    return {
      cause: 'dns-hijacked',
      confidence: 'proven',
      says: `${servers.map(serverText).join(' and ')} gives ${addresses.join(', ')} for names that cannot exist${same ? `, and the same for ${nameOf(view)}` : ''}.`,
      remedy: { who: addresses.join(', ') },
    }
  },
}

/** What kind of world an answer belongs to; null where it says nothing. */
const worldOf = ({ rcode, addresses, fault }: DnsAnswer): string | null => {
  if (fault !== undefined || rcode === undefined || rcode === 'SERVFAIL' || rcode === 'REFUSED') return null
  if (addresses.length === 0) return 'no address'
  if (addresses.some(isSelf)) return 'a sinkhole'
  return addresses.some(isPrivate) ? 'a private address' : 'a public address'
}

const answersDiffer: Rule = {
  name: 'dns-answers-differ',
  judge: (view) => {
    const facts = resolutionOf(view)
    if (facts?.source !== 'dns' || isAddress(facts.name)) return null
    const compared = answersTo({ ...view, observation: { ...view.observation, address: null } }, 'resolver-compare')
    const others = compared.flatMap(answersIn)
    const worlds = new Map<string, string>()
    for (const answer of [...others, ...facts.answers].filter(isOwn(facts)).filter(({ type }) => type === 'A')) {
      const world = worldOf(answer)
      if (world !== null && view.context.machine.resolvers.includes(answer.server)) worlds.set(answer.server, world)
    }
    if (new Set(worlds.values()).size < 2) return null
    const list = [...worlds].toSorted().map(([server, world]) => `${server} gives ${world}`)
    return {
      cause: 'dns-answers-differ',
      confidence: 'proven',
      says: `The DNS servers disagree about ${facts.name}: ${list.join(', ')}.`,
      remedy: { who: list.join(', ') },
    }
  },
}

/** Failures of the resolution, then the remarks on one that brought addresses, which may all be true at once. */
export const dnsRules: readonly RuleGroup[] = [
  [unreachable, tcpBlocked, privatelinkNoRecord, cnameBroken, nxdomain, nodata, refused, servfail, timeout],
  [sinkhole],
  [publicNotPrivate],
  [hijacked],
  [answersDiffer],
  [resolverDown],
  [aaaaBroken],
]
