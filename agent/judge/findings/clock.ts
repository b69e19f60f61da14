import { spanText } from '../text.ts'
import { has, type Finder } from './finding.ts'

/** A clock that is off, by servers that agree. */
export const clock: Finder = ({ all, context: { clock, knowledge } }) => {
  if (clock === null || Math.abs(clock.aheadSeconds) <= knowledge.experiments.clockToleranceSeconds) return []
  const results = all.filter((result) => has(result, 'clock-skew'))
  const { aheadSeconds, hosts } = clock
  return [
    {
      cause: 'clock-skew',
      verdict: results.some(({ verdict, cause }) => verdict === 'blocked' && cause === 'clock-skew')
        ? 'blocked'
        : 'degraded',
      confidence: 'proven',
      says: `This machine's clock is ${spanText(aheadSeconds)} ${aheadSeconds > 0 ? 'ahead' : 'behind'}: certificates and tokens depend on it.`,
      remedy: "Set this machine's clock (chrony or systemd-timesyncd; NTP is UDP 123).",
      results,
      evidence: hosts.slice(0, 5).map((host) => `Date of ${host}`),
    },
  ]
}
