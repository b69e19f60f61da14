import type { Standing } from '../standing.ts'
import type { Style } from './paint.ts'

/** How results of one standing are presented: the heading over them, their colour, their mark (and its ASCII form). */
export const LOOK: Readonly<Record<Standing, { title: string; style: Style; mark: string; ascii: string }>> = {
  exposed: { title: 'Can be reached, and must not be', style: 'bad', mark: '✗', ascii: 'x' },
  blocked: { title: 'Blocked', style: 'bad', mark: '✗', ascii: 'x' },
  denied: { title: 'Refused by the service itself', style: 'bad', mark: '✗', ascii: 'x' },
  degraded: { title: 'Works, with a problem', style: 'warn', mark: '!', ascii: '!' },
  inconclusive: { title: "Can't be told", style: 'warn', mark: '?', ascii: '?' },
  open: { title: 'Open', style: 'good', mark: '✓', ascii: '+' },
  closed: { title: 'Closed, as it must be', style: 'good', mark: '✓', ascii: '+' },
  untestable: { title: 'Not tested', style: 'dim', mark: '-', ascii: '-' },
}
