/** Work on much data, written as steps: a pure function for one caller, and harmless to everybody's timing for another. */
export type Steps<T> = Generator<undefined, T, undefined>

/** How long the event loop is kept in one go, milliseconds: probes beside us measure time. */
const SLICE_MS = 5

/** All steps in one go. */
export const allAtOnce = <T>(steps: Steps<T>): T => {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/**
 * All steps, letting others run every few milliseconds.
 * @param monotonic milliseconds that never jump
 */
export const inSlices = async <T>(steps: Steps<T>, monotonic: () => number): Promise<T> => {
  for (;;) {
    const until = monotonic() + SLICE_MS
    do {
      const step = steps.next()
      if (step.done === true) return step.value
    } while (monotonic() < until)
    await new Promise((resume) => setImmediate(resume))
  }
}
