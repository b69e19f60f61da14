import type { Observation } from '../../probes/observation.ts'
import type { Answered, Evidence, Experiment, RunEvidence } from '../model.ts'

/** Every observation that a run holds, the endpoints' own first. */
export const observationsOf = (
  run: RunEvidence,
): readonly { observation: Observation; of: Evidence | Experiment }[] => [
  ...run.endpoints.flatMap((of) => of.observations.map((observation) => ({ observation, of }))),
  ...answeredOf(run).flatMap((of) => of.observations.map((observation) => ({ observation, of }))),
]

/** Every experiment of a run, those that ask about the network first. */
export const answeredOf = (run: RunEvidence): readonly Answered[] => [
  ...run.experiments,
  ...run.endpoints.flatMap(({ experiments }) => experiments),
]
