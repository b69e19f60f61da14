import type { Verdict } from '../model.ts'
import type { RenderOptions } from './options.ts'
import { LOOK } from './text/look.ts'
import { painter } from './text/paint.ts'
import { cut, widthOf } from './text/width.ts'

/** How far a run is. */
export type Progress = {
  readonly done: number
  readonly total: number
  readonly seconds: number
  /** Verdicts so far; they may still change. */
  readonly counts: Readonly<Partial<Record<Verdict, number>>>
}

/** Verdicts worth a place in one line, worst first. */
const SHOWN: readonly Verdict[] = ['blocked', 'denied', 'degraded', 'inconclusive', 'open']
const BAR = 20

/** One line on how far the run is, never wider than `columns`: `[########------------] 36/91 2 blocked, 34 open, 1.8 s`. */
export const progressLine = (
  { done, total, seconds, counts }: Progress,
  { columns, color, unicode }: Pick<RenderOptions, 'columns' | 'color' | 'unicode'>,
): string => {
  const paint = painter(color)
  const filled = total === 0 ? BAR : Math.min(BAR, Math.floor((done / total) * BAR))
  const [full, empty] = unicode ? ['█', '░'] : ['#', '-']
  const seen = SHOWN.filter((verdict) => (counts[verdict] ?? 0) > 0)
  const words = (painted: boolean) =>
    [
      `${done}/${total}`,
      [
        ...seen.map((verdict) => {
          const text = `${counts[verdict] ?? 0} ${verdict}`
          return painted ? paint(LOOK[verdict].style, text) : text
        }),
        `${seconds.toFixed(1)} s`,
      ].join(', '),
    ].join(' ')
  const bar = `[${full.repeat(filled)}${empty.repeat(BAR - filled)}] `
  if (widthOf(bar + words(false)) <= columns) return bar + words(true)
  return cut(words(false), Math.max(columns, 4))
}
