import { factProblem, fits } from '../catalogue/check-fact.ts'
import { cloudOfRegion, type Clouds } from '../catalogue/clouds.ts'
import type { FactName } from '../catalogue/facts.ts'
import type { Cloud, Vantage, VantageFact } from '../model.ts'
import { readTextFile } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'
import type { Clue } from './clue.ts'
import { computeInstanceClues, computeInstanceFileClues, isComputeInstance } from './compute-instance.ts'
import { parseFactsFile } from './facts-file.ts'
import { askMetadata, type Metadata } from './imds.ts'
import { isJob, jobClues } from './job.ts'
import { isKubernetes, kubernetesClues, kubernetesFileClues } from './kubernetes.ts'
import type { System } from './system.ts'
import { trackingClues } from './tracking-uri.ts'
import { workspaceConfigClues } from './workspace-config.ts'

/** What the user said about where connprobe runs. */
export type Wishes = {
  /** `--cloud`; null: not said. */
  readonly cloud: Cloud | null
  /** `--set`. */
  readonly set: ReadonlyMap<string, string>
  /** `--facts`; null: none. */
  readonly factsFile: string | null
  /** false (`--no-detect`): what the user said and nothing else. */
  readonly detect: boolean
}

const MOST_FACTS_BYTES = 1_048_576

/**
 * Where connprobe runs: facts, each with where it comes from. What the user says wins over the environment, that over files,
 * those over the metadata service; sources that contradict each other are noted.
 * @throws UsageError with every mistake in what the user said
 */
export const detect = async (system: System, clouds: Clouds, wishes: Wishes): Promise<Vantage> => {
  const said = await readWishes(wishes)
  const metadata = wishes.detect ? await askMetadata(system.metadataUrl, clouds) : null
  const found = metadata === null ? [] : [...localClues(system, clouds), ...metadata.clues]
  const notes = [...(metadata?.notes ?? []), ...found.filter((clue) => !isSound(clue)).map(unsound)]
  const settled = settle([...said, ...found.filter(isSound)])
  const { cloud, ...facts } = settled.facts
  const named = cloud?.value as Cloud | undefined
  const region = facts['region']
  const byRegion = region === undefined ? undefined : cloudOfRegion(clouds, region.value)
  if (named !== undefined && byRegion !== undefined && named !== byRegion)
    settled.notes.push(
      `region ${region?.value ?? ''} is one of ${byRegion}, but the cloud is ${named} by ${cloud?.from ?? ''}`,
    )
  return {
    hostname: system.hostname,
    kind: metadata === null ? 'machine' : kindOf(system, metadata),
    cloud: named ?? byRegion ?? 'public',
    facts,
    notes: [...notes, ...settled.notes],
  }
}

const readWishes = async ({ cloud, set, factsFile }: Wishes): Promise<Clue[]> => {
  const problems = [...set].flatMap(([name, value]) => {
    const problem = factProblem(name, value)
    return problem === null ? [] : [`--set ${name.replace(/\p{Cc}/gu, '?')}: ${problem}`]
  })
  let filed: Clue[] = []
  try {
    if (factsFile !== null) filed = parseFactsFile(await readTextFile(factsFile, MOST_FACTS_BYTES), factsFile)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    problems.push(...error.problems)
  }
  if (problems.length > 0) throw new UsageError(problems)
  return [
    ...(cloud === null ? [] : [{ fact: 'cloud', value: cloud, from: '--cloud' } as const]),
    ...[...set].map(([fact, value]) => ({ fact: fact as FactName, value, from: '--set' })),
    ...filed,
  ]
}

/** Clues of this machine in the order in which they count: the environment, then files. */
const localClues = (system: System, clouds: Clouds): Clue[] => [
  ...computeInstanceClues(system),
  ...trackingClues(clouds, system.env['MLFLOW_TRACKING_URI'], 'MLFLOW_TRACKING_URI'),
  ...jobClues(system, clouds),
  ...kubernetesClues(system, clouds),
  ...(isComputeInstance(system) && !isJob(system)
    ? [{ fact: 'compute', value: 'instance', from: "the compute instance's own files and variables" } as const]
    : []),
  ...computeInstanceFileClues(system, clouds),
  ...kubernetesFileClues(system),
  ...workspaceConfigClues(system),
]

const kindOf = (system: System, metadata: Metadata): Vantage['kind'] => {
  if (isJob(system)) return 'job'
  if (isComputeInstance(system)) return 'compute-instance'
  if (isKubernetes(system)) return 'kubernetes'
  return metadata.found ? 'vm' : 'machine'
}

const isSound = ({ fact, value }: Clue): boolean => fact === 'cloud' || fits(fact, value)

const unsound = ({ fact, from }: Clue): string => `${from} holds no valid ${fact} and is not used`

/** The first clue on each fact, and a note for each later one that says something else. */
const settle = (clues: readonly Clue[]): { facts: Record<string, VantageFact>; notes: string[] } => {
  const facts: Record<string, VantageFact> = {}
  const notes: string[] = []
  for (const { fact, value, from } of clues) {
    const first = (facts[fact] ??= { value, from })
    if (first.value.toLowerCase() !== value.toLowerCase())
      notes.push(`${fact} is ${first.value} by ${first.from}, ${value} by ${from}: the first is used`)
  }
  return { facts, notes }
}
