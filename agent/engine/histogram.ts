/** Upper bounds of the buckets, seconds: a timeout of 5 s has a bucket of its own. */
export const BOUNDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The last value of a bucket, the run that it was seen in, and when, seconds since 1970. */
export type Example = { readonly runId: string; readonly value: number; readonly timestamp: number }

/** How often a duration fell into each bucket; the last is for what is beyond all bounds. */
export type Histogram = { readonly counts: number[]; readonly examples: (Example | undefined)[]; sum: number }

export const createHistogram = (): Histogram => ({
  counts: [...BOUNDS, Infinity].map(() => 0),
  examples: [],
  sum: 0,
})

/** Counts one value. */
export const count = (histogram: Histogram, example: Example) => {
  const at = BOUNDS.findIndex((bound) => example.value <= bound)
  const bucket = at === -1 ? BOUNDS.length : at
  histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1
  histogram.examples[bucket] = example
  histogram.sum += example.value
}
