/** Runs connprobe in a world as its user would, and reads its report. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Running } from './bring-up.ts'
import { manifestOf, type Asked } from './manifest.ts'
import { FILES } from './pki.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** What the lab looks at in a result. */
export type Said = {
  readonly verdict: string
  readonly cause: string | null
  readonly also: readonly string[]
  readonly met: boolean | null
  readonly confidence: string
  readonly says: string
}

export type Report = {
  readonly seconds: number
  readonly findings: readonly string[]
  readonly byRequirement: ReadonlyMap<string, Said>
}

type Json = {
  readonly durationSeconds: number
  readonly findings: readonly { readonly cause: string }[]
  readonly results: readonly (Said & { readonly requirements: readonly { readonly id: string }[] })[]
}

const TIMEOUT = '2s'
const RUN_SECONDS = 60

/** @throws Error when there is no report */
export const runProduct = async (running: Running, cases: readonly Asked[], name: string): Promise<Report> => {
  const { world, network, dir } = running
  const manifest = join(dir, `${name}.yaml`)
  writeFileSync(manifest, manifestOf(world, cases).replaceAll('FILE:', `${dir}/`))
  const options = (world.options ?? []).map((option) => option.replace(/^FILE:/, `${dir}/`))
  const command = [
    ...(world.wrap ?? []),
    process.execPath,
    'agent/main.ts',
    'run',
    '-m',
    manifest,
    '--no-detect',
    '--format',
    'json',
  ]
  const { stdout, stderr, code } = await network.run(
    'client',
    [...command, '--timeout', world.timeout ?? TIMEOUT, '--roots', join(dir, FILES.roots), ...options],
    { seconds: RUN_SECONDS, cwd: ROOT, env: { ...world.env } },
  )
  writeFileSync(join(dir, `${name}.json`), stdout)
  if (!stdout.startsWith('{')) throw new Error(`connprobe ended with ${code} and no report: ${stderr.split('\n')[0]}`)
  const report = JSON.parse(stdout) as Json
  return {
    seconds: report.durationSeconds,
    findings: report.findings.map(({ cause }) => cause),
    byRequirement: new Map(report.results.flatMap((result) => result.requirements.map(({ id }) => [id, result]))),
  }
}
