import { diffExitCode, type Change, type Diff } from './diff.ts'
import { safeJson } from './json.ts'
import type { RenderOptions } from './options.ts'
import { plural } from './summary.ts'
import { cleaned } from './text/clean.ts'
import { painter, type Style } from './text/paint.ts'
import { wrap } from './text/width.ts'

/** The difference of two reports for a person: what got worse first. */
export const diffText = (raw: Diff, { columns, color, unicode }: RenderOptions): string => {
  const diff = cleaned(raw, unicode)
  const paint = painter(color)
  const width = Math.max(columns, 40)
  const lines = [
    ...wrap(headline(diff), width).map((line) => paint('strong', line)),
    paint('dim', `  ${diff.before.startedAt} ${diff.before.verdict} -> ${diff.after.startedAt} ${diff.after.verdict}`),
    ...diff.changes.flatMap((change) => {
      const { mark, style } = look(change)
      const [first = '', ...more] = wrap(words(change), width, `${mark} `)
      return [paint(style, mark) + first.slice(mark.length), ...more]
    }),
  ]
  return `${lines.join('\n')}\n`
}

/** The difference for a program. */
export const diffJson = (diff: Diff): string => `${safeJson(diff, 2)}\n`

const headline = (diff: Diff): string => {
  if (diff.changes.length === 0) return 'SAME: nothing changed.'
  const worse = diff.changes.filter(({ what, trend }) => what === 'verdict' && trend === 'worse').length
  const better = diff.changes.filter(({ what, trend }) => what === 'verdict' && trend === 'better').length
  const word = diffExitCode(diff) === 3 ? 'WORSE' : worse === 0 && better > 0 ? 'BETTER' : 'CHANGED'
  return `${word}: ${plural(worse, 'endpoint')} worse, ${better} better, ${plural(diff.changes.length, 'change')} in all.`
}

const look = ({ what, trend }: Change): { mark: string; style: Style } => {
  if (trend === 'worse') return { mark: '-', style: what === 'verdict' ? 'bad' : 'warn' }
  return trend === 'better' ? { mark: '+', style: 'good' } : { mark: '~', style: 'dim' }
}

/** A change in one line: `+ pypi.org:443: blocked (tls-sni-filtered) -> open`. */
export const changeText = (change: Change): string => `${look(change).mark} ${words(change)}`

const words = ({ endpoint, what, before, after, required }: Change): string => {
  const optional = required ? '' : ' (optional)'
  if (what === 'added') return `${endpoint}${optional}: new, ${after ?? ''}`
  if (what === 'removed') return `${endpoint}${optional}: no longer asked for, was ${before ?? ''}`
  return `${endpoint}${optional}: ${what === 'verdict' ? '' : `${what} `}${before ?? 'none'} -> ${after ?? 'none'}`
}
