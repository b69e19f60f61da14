/** Rules on the run and the tool rather than the network. */
import type { Layer } from '../model.ts'
import type { Rule, RuleGroup } from './rule.ts'
import { secondsText } from './text.ts'
import { nameOf, type View } from './view.ts'

const deadline: Rule = {
  name: 'deadline',
  judge: (view) => {
    const { failure, observation } = view
    const last = observation.steps.at(-1)
    if (failure?.fault.kind !== 'aborted' && last !== undefined) return null
    if (last?.ok === false && last.fault.kind === 'timeout')
      return {
        cause: 'deadline',
        confidence: 'proven',
        says: `The time for ${nameOf(view)} was used up before: only ${secondsText(last.durationSeconds)} of ${secondsText(observation.durationSeconds)} were left to wait for an answer, too little to call it silence.`,
        remedy: { who: '--timeout' },
      }
    return { cause: 'deadline', confidence: 'proven', says: `The run ended before ${nameOf(view)} was known.` }
  },
}

const probeError: Rule = {
  name: 'probe-error',
  judge: (view) => {
    const { failure } = view
    if (failure?.fault.kind !== 'bug') return null
    const code = failure.fault.code ?? failure.fault.kind
    return {
      cause: 'probe-error',
      confidence: 'proven',
      says: `connprobe itself failed on ${nameOf(view)} (${code}).`,
      remedy: { who: code },
    }
  },
}

/** What the settings or the manifest ask for, and connprobe doesn't speak. */
const unsupported: Rule = {
  name: 'probe-error',
  judge: (view) => {
    const { failure } = view
    if (failure?.fault.kind !== 'unsupported') return null
    const isName = failure.phase === 'resolve'
    const code = failure.fault.code ?? 'unknown'
    return {
      cause: 'probe-error',
      confidence: 'proven',
      says: isName
        ? `The name that ${nameOf(view)} is reached by is none that DNS could have.`
        : `The settings for ${nameOf(view)} ask for what connprobe does not speak (${code}).`,
      remedy: {
        besides: isName
          ? 'correct the name of the host or of the proxy'
          : 'connprobe speaks to http:// and https:// proxies, with Basic credentials',
      },
    }
  },
}

export const otherRules: readonly RuleGroup[] = [[deadline, probeError, unsupported]]

/** The layer that each phase of a probe belongs to. */
export const layerOf = (view: View): Layer | null => {
  const { probe, protocol } = view.evidence.endpoint
  const own: Layer =
    probe === 'websocket'
      ? 'websocket'
      : probe === 'smb'
        ? 'smb'
        : protocol === 'udp'
          ? 'udp'
          : probe === 'tcp'
            ? 'tcp'
            : 'http'
  switch (view.failure?.phase) {
    case undefined:
      return null
    case 'resolve':
      return view.observation.via === null ? 'dns' : 'proxy'
    case 'connect':
      return view.observation.via === null ? 'tcp' : 'proxy'
    case 'proxy':
      return 'proxy'
    case 'tls':
      return 'tls'
    case 'request':
    case 'transfer':
      return own
  }
}
