/** What `-m` names: a scenario of manifests/scenarios.yaml, or a file of the user. */
import { z } from 'zod'
import { didYouMean } from '../did-you-mean.ts'
import { UsageError } from '../usage-error.ts'
import { readBuiltin } from './builtin.ts'
import type { Manifest, Requirement } from './manifest.ts'
import { parseManifest, readManifestFile } from './read.ts'
import { parseData } from '../parse-data.ts'

const scenario = z.strictObject({
  title: z.string(),
  of: z.array(z.string()).min(1),
  facts: z.record(z.string(), z.union([z.string(), z.boolean()])).default({}),
})

/** What a scenario is made of: `manifest` or `manifest/id`, and the facts that choosing it settles. */
export type Scenario = z.output<typeof scenario>

/** Every scenario by name, in the order of the file. */
export const readScenarios = (): Readonly<Record<string, Scenario>> =>
  z.record(z.string(), scenario).parse(parseData(readBuiltin('scenarios.yaml')))

/** Names that `-m` knows. */
export const scenarioNames = (): string[] => Object.keys(readScenarios())

/** Every built-in manifest, whole, in the order in which the scenarios first name them. */
export const builtinManifests = (): Manifest[] => builtinNames(readScenarios()).map(readBuiltinManifest)

const builtinNames = (scenarios: Readonly<Record<string, Scenario>>): string[] =>
  manifestsOf(Object.values(scenarios).flatMap(({ of }) => of))

/**
 * The manifests that were asked for, each by the name of a scenario or manifest, or a file's path, in that order. A scenario's manifests hold
 * only the rows that apply under the facts it settles.
 * @throws UsageError for an unknown name and for every mistake in the files
 */
export const resolveManifests = async (names: readonly string[]): Promise<Manifest[]> => {
  const scenarios = readScenarios()
  const known = new Map<string, Scenario>([
    ...builtinNames(scenarios).map((name): [string, Scenario] => [name, { title: name, of: [name], facts: {} }]),
    ...Object.entries(scenarios),
  ])
  const problems: string[] = []
  const manifests: Manifest[] = []
  for (const name of names) {
    const scenario = known.get(name)
    try {
      if (scenario !== undefined) manifests.push(...compose(scenario))
      else if (looksLikeFile(name)) manifests.push(await readManifestFile(name))
      else
        problems.push(
          `no scenario or manifest is called '${name}' (a file ends in .yaml, .yml or .json)${didYouMean(name, [...known.keys()])}`,
        )
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new UsageError(problems)
  return unite(manifests)
}

/** Each manifest and each of its rows once, however many scenarios name them. */
const unite = (manifests: readonly Manifest[]): Manifest[] => {
  const united = new Map<string, Manifest>()
  for (const manifest of manifests) {
    const key = JSON.stringify([manifest.name, manifest.source])
    const rows = [...(united.get(key)?.requirements ?? []), ...manifest.requirements]
    const distinct = new Map(rows.map((row) => [JSON.stringify(row), row]))
    united.set(key, { ...manifest, requirements: [...distinct.values()] })
  }
  return [...united.values()]
}

const looksLikeFile = (name: string): boolean => /[/\\]|\.(ya?ml|json)$/i.test(name)

const compose = ({ of, facts }: Scenario): Manifest[] =>
  manifestsOf(of).map((name) => {
    const manifest = readBuiltinManifest(name)
    const chosen = manifest.requirements.filter(({ id }) => of.includes(name) || of.includes(`${name}/${id}`))
    return { ...manifest, requirements: chosen.flatMap((requirement) => settle(requirement, facts)) }
  })

/** The requirement without the conditions that `facts` fulfil; nothing where they contradict one. */
const settle = (requirement: Requirement, facts: Scenario['facts']): Requirement[] => {
  const { when, ...rest } = requirement
  if (when === undefined) return [requirement]
  const open = Object.entries(when).filter(([fact]) => !Object.hasOwn(facts, fact))
  const contradicted = Object.entries(when).some(
    ([fact, value]) => Object.hasOwn(facts, fact) && String(facts[fact]) !== String(value),
  )
  if (contradicted) return []
  return [open.length === 0 ? rest : { ...rest, when: Object.fromEntries(open) }]
}

/** Names of the manifests that parts of scenarios are from, each once. */
const manifestsOf = (parts: readonly string[]): string[] => [
  ...new Set(parts.map((part) => part.split('/')[0] ?? part)),
]

const readBuiltinManifest = (name: string): Manifest => parseManifest(readBuiltin(`${name}.yaml`), `${name}.yaml`)
