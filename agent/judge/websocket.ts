/** Rules on upgrades: refused, ignored, or without life afterwards. */
import type { HttpFacts } from '../../probes/observation.ts'
import { plainRequestExperiment } from './endpoint-experiments.ts'
import { isReadable } from './http.ts'
import type { Rule, RuleGroup } from './rule.ts'
import { isAuthenticated } from './trust.ts'
import { answersTo, httpOf, nameOf, viewOf, type View } from './view.ts'
import { secondsText } from './text.ts'

const SWITCHING_PROTOCOLS = 101
const UPGRADE_REQUIRED = 426

/** An answer to the upgrade that isn't one; null for any other probe, and without an answer. */
const refusal = (view: View): (HttpFacts & { status: number }) | null => {
  const http = httpOf(view)
  if (http?.protocol !== 'websocket' || http.status === undefined || http.status === SWITCHING_PROTOCOLS) return null
  return { ...http, status: http.status }
}

/** The status that an ordinary request for the same path got; null where it wasn't asked or got none. */
const plainStatus = (view: View): number | null => {
  const [observation] = answersTo(view, 'plain-request').at(-1)?.observations ?? []
  return observation === undefined ? null : (httpOf(viewOf(view.evidence, view.context, observation))?.status ?? null)
}

/** The upgrade is due here: the path is known, or others' success shows that we ask rightly while somebody can read us. */
const isDue = (view: View): boolean => {
  const others = [...view.context.upgraded].some((host) => host !== view.evidence.endpoint.host)
  return view.evidence.endpoint.expect.websocket === true || (isReadable(view) && others)
}

const authRequired: Rule = {
  name: 'ws-auth-required',
  judge: (view) => {
    const http = refusal(view)
    const wantsCredentials = http?.status === 401 || (http?.status === 403 && isAuthenticated(view))
    if (http === null || !wantsCredentials) return null
    return {
      cause: 'ws-auth-required',
      confidence: isAuthenticated(view) ? 'proven' : 'likely',
      says: `${nameOf(view)} was reached and wants credentials before it opens the websocket (status ${http.status}).`,
    }
  },
}

const SERVER_ERROR = 500

/** The service fails for ordinary requests too: nothing is said of the upgrade. */
const serverError: Rule = {
  name: 'http-server-error',
  judge: (view) => {
    const http = refusal(view)
    const plain = plainStatus(view)
    if (http === null || http.status < SERVER_ERROR || plain === null || plain < SERVER_ERROR) return null
    return {
      cause: 'http-server-error',
      confidence: isAuthenticated(view) ? 'proven' : 'likely',
      says: `${nameOf(view)} was reached and answers the upgrade with status ${http.status} and an ordinary request with ${plain}, errors of its own.`,
      remedy: { who: `${http.status}` },
    }
  },
}

const stripped: Rule = {
  name: 'ws-upgrade-stripped',
  judge: (view) => {
    const http = refusal(view)
    if (http === null || !isDue(view)) return null
    const plain = plainStatus(view)
    const wants = plainRequestExperiment(view)
    if (plain !== null && plain !== http.status && http.status !== UPGRADE_REQUIRED) return null
    return {
      cause: 'ws-upgrade-stripped',
      confidence: plain === null ? 'likely' : 'proven',
      says: `${nameOf(view)} answers the websocket upgrade with status ${http.status}, ${plain === http.status ? 'just as it answers a request without one' : 'as if it had not been there'}: the upgrade is lost on the way.`,
      wants,
    }
  },
}

/** Due, and answered with something else than an ordinary request gets. */
const unexpected: Rule = {
  name: 'http-unexpected',
  judge: (view) => {
    const http = refusal(view)
    if (http === null || view.evidence.endpoint.expect.websocket !== true) return null
    return {
      cause: 'http-unexpected',
      confidence: 'likely',
      says: `${nameOf(view)} should open a websocket and answered the upgrade with status ${http.status}, while an ordinary request gets ${plainStatus(view) ?? 'no answer'}.`,
      remedy: { who: `with status ${http.status}` },
    }
  },
}

const notOffered: Rule = {
  name: 'ws-not-offered',
  judge: (view) => {
    const http = refusal(view)
    if (http === null) return null
    return {
      cause: 'ws-not-offered',
      confidence: isAuthenticated(view) ? 'proven' : 'likely',
      says: `${nameOf(view)} answered the websocket upgrade as an ordinary request (status ${http.status}), on a path that is not known to be a websocket.`,
    }
  },
}

const handshakeInvalid: Rule = {
  name: 'ws-handshake-invalid',
  judge: (view) => {
    const http = httpOf(view)
    if (http?.protocol !== 'websocket' || http.status !== SWITCHING_PROTOCOLS || view.steps.request?.ok !== false)
      return null
    return {
      cause: 'ws-handshake-invalid',
      confidence: 'proven',
      says: `${nameOf(view)} answered the upgrade with 101 and without the proof (Sec-WebSocket-Accept, Upgrade) that a websocket server must send.`,
    }
  },
}

const framesOf = (view: View) => {
  const facts = view.steps.transfer?.facts
  return facts?.protocol === 'websocket' ? facts : null
}

const framesBlocked: Rule = {
  name: 'ws-frames-blocked',
  judge: (view) => {
    const http = httpOf(view)
    const step = view.steps.transfer
    if (http?.protocol !== 'websocket' || http.status !== SWITCHING_PROTOCOLS || step === undefined) return null
    const frames = framesOf(view)
    if (frames?.pongSeconds !== undefined || frames?.closeCode !== undefined || step.ok) return null
    if (step.fault.kind === 'aborted' || step.fault.kind === 'bug') return null
    return {
      cause: 'ws-frames-blocked',
      confidence: 'proven',
      says: `${nameOf(view)} opened the websocket, and ${step.fault.kind === 'timeout' ? 'the ping was never answered' : 'the connection ended before the ping was answered'}.`,
      confirm: true,
    }
  },
}

const droppedIdle: Rule = {
  name: 'ws-dropped-idle',
  judge: (view) => {
    const frames = framesOf(view)
    const step = view.steps.transfer
    if (frames?.pongSeconds === undefined || step === undefined || step.ok) return null
    if (!['closed', 'reset', 'refused', 'timeout'].includes(step.fault.kind)) return null
    const held = secondsText(frames.heldSeconds ?? step.durationSeconds)
    return {
      cause: 'ws-dropped-idle',
      confidence: 'proven',
      says: `The websocket to ${nameOf(view)} was opened and worked, and was closed after ${held} without traffic.`,
      remedy: { who: held },
    }
  },
}

/** Follow the rules on answers in general, of which at most one applies. */
export const upgradeRules: RuleGroup = [authRequired, serverError, stripped, unexpected, notOffered]
export const websocketRules: readonly RuleGroup[] = [[handshakeInvalid, framesBlocked, droppedIdle]]
