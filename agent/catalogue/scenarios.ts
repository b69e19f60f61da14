/** What `-m` names: a scenario of manifests/scenarios.yaml, or a file of the user. */
import { parse } from 'yaml'
import { z } from 'zod'
import { didYouMean } from '../did-you-mean.ts'
import { UsageError } from '../usage-error.ts'
import { readBuiltin } from './builtin.ts'
import type { Manifest, Requirement } from './manifest.ts'
import { parseManifest, readManifestFile } from './read.ts'

const scenario = z.strictObject({
  title: z.string(),
  of: z.array(z.string()).min(1),
  facts: z.record(z.string(), z.union([z.string(), z.boolean()])).default({}),
})

/** What a scenario is made of: `manifest` or `manifest/id`, and the facts that choosing it settles. */
export type Scenario = z.output<typeof scenario>

/** Every scenario by name, in the order of the file. */
export const readScenarios = (): Readonly<Record<string, Scenario>> =>
  z.record(z.string(), scenario).parse(parse(readBuiltin('scenarios.yaml')))

/** Names that `-m` knows. */
export const scenarioNames = (): string[] => Object.keys(readScenarios())

/** Every built-in manifest, whole, in the order in which the scenarios first name them. */
export const builtinManifests = (): Manifest[] => {
  const parts = Object.values(readScenarios()).flatMap(({ of }) => of)
  return [...new Set(parts.map(manifestOf))].map(readBuiltinManifest)
}

/**
 * The manifests that were asked for, each a scenario's name or a file's path, in that order. A scenario's manifests hold
 * only the rows that apply under the facts it settles.
 * @throws UsageError for an unknown name and for every mistake in the files
 */
export const resolveManifests = async (names: readonly string[]): Promise<Manifest[]> => {
  const scenarios = readScenarios()
  const problems: string[] = []
  const manifests: Manifest[] = []
  for (const name of names) {
    const known = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined
    try {
      if (known !== undefined) manifests.push(...compose(known))
      else if (looksLikeFile(name)) manifests.push(await readManifestFile(name))
      else
        problems.push(
          `no scenario is called '${name}'${didYouMean(name, Object.keys(scenarios))}; files end in .yaml, .yml or .json`,
        )
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new UsageError(problems)
  return manifests
}

const looksLikeFile = (name: string): boolean => /[/\\]|\.(ya?ml|json)$/i.test(name)

const compose = ({ of, facts }: Scenario): Manifest[] =>
  of.map((part) => {
    const manifest = readBuiltinManifest(manifestOf(part))
    const row = part.slice(manifestOf(part).length + 1)
    const chosen = manifest.requirements.filter(({ id }) => row === '' || id === row)
    return { ...manifest, requirements: chosen.flatMap((requirement) => settle(requirement, facts)) }
  })

/** The requirement without the conditions that `facts` fulfil; nothing where they contradict one. */
const settle = (requirement: Requirement, facts: Scenario['facts']): Requirement[] => {
  const { when, ...rest } = requirement
  if (when === undefined) return [requirement]
  const open = Object.entries(when).filter(([fact]) => !Object.hasOwn(facts, fact))
  const contradicted = Object.entries(when).some(([fact, value]) => Object.hasOwn(facts, fact) && facts[fact] !== value)
  if (contradicted) return []
  return [open.length === 0 ? rest : { ...rest, when: Object.fromEntries(open) }]
}

const manifestOf = (part: string): string => part.split('/')[0] ?? part

const readBuiltinManifest = (name: string): Manifest => parseManifest(readBuiltin(`${name}.yaml`), `${name}.yaml`)
