import { release, type as systemName } from 'node:os'
import { gzipSync } from 'node:zlib'
import { readKnowledge } from '../catalogue/knowledge.ts'
import type { Io } from '../io.ts'
import { digest } from '../judge/context.ts'
import { judge } from '../judge/judge.ts'
import { judgeRun } from '../judge/run.ts'
import { readProbingOptions, type ProbingOptions, type RawOptions } from '../options.ts'
import { reserveOutputs } from '../outputs.ts'
import { bundleFiles, type Bundled, type BundleParts } from '../report/bundle.ts'
import { makeReport } from '../report/report.ts'
import { tar } from '../report/tar.ts'
import { columns } from '../report/text/columns.ts'
import { UsageError } from '../usage-error.ts'
import { machineFacts } from '../vantage/machine-facts.ts'
import { readFileBelow } from '../vantage/system.ts'
import { VERSION } from '../version.ts'
import { gather, type Gathered } from './gather.ts'
import { readSettings } from './machine.ts'
import { redaction } from './redaction.ts'
import { readEvidenceFile } from './saved.ts'
import { select } from './select.ts'

/**
 * `connprobe bundle`: one archive for a support case, of a run or of a saved report; says on stdout what is in it. Redacted unless
 * `--no-redact` says otherwise. The same report and machine give the same bytes. Its exit code is about the archive, not about the
 * network: 0 it is written, 130 the run was interrupted (what there was is in it).
 */
export const bundle = async (raw: RawOptions, io: Io): Promise<number> => {
  const options = readProbingOptions(raw)
  if (options.format !== null) throw new UsageError(['--format: a bundle has its own files; leave it out'])
  const redacted = raw['no-redact'] !== true
  const outputs = reserveOutputs(options.outputs.length > 0 ? options.outputs : [fileName(io)])
  try {
    const gathered =
      options.from === null
        ? await gather(await select(options, io), options, io, true)
        : await readEvidenceFile(options.from)
    const parts = { ...reports(gathered), machine: options.from === null ? await factsHere(options, io) : null }
    const { report, machine } = parts
    const hide = await redaction({ redact: redacted }, [
      machine === null ? report : { ...report, context: { ...report.context, machine: machine.settings } },
    ])
    const files = bundleFiles({ ...hide(parts), versions: versions(), redacted })
    const archive = gzipSync(tar(files, Math.floor(Date.parse(report.finishedAt) / 1000)), { level: 9 })
    for (const output of outputs) {
      output.write(archive)
      io.stdout.write(listing(output.file, archive.length, files, redacted))
    }
    return io.interrupted.aborted ? 130 : 0
  } finally {
    for (const output of outputs) output.discard()
  }
}

/** `connprobe-20261122T112800Z.tar.gz` */
const fileName = ({ clock }: Io): string =>
  `connprobe-${new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.tar.gz`

const reports = (gathered: Gathered): Pick<BundleParts, 'report' | 'failing'> => {
  const knowledge = readKnowledge()
  const judged = judgeRun(gathered.run, knowledge)
  const context = digest(gathered.run, knowledge)
  const failing = judged.results
    .filter(({ verdict, met }) => verdict !== 'untestable' && met !== true)
    .map((result) => ({ ...result, tried: judge(result.evidence, context).tried }))
  return {
    report: makeReport({ ...gathered, ...judged }),
    failing: makeReport({ ...gathered, ...judged, results: failing }),
  }
}

const factsHere = async (options: ProbingOptions, io: Io): Promise<BundleParts['machine']> =>
  machineFacts(await readSettings(options, io), { env: io.env, readFile: readFileBelow('/') })

const versions = (): BundleParts['versions'] => {
  const { node, openssl } = process.versions
  const distribution = /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileBelow('/')('/etc/os-release') ?? '')?.[1] ?? ''
  return { connprobe: VERSION, node, openssl, system: `${systemName()} ${release()} ${process.arch}`, distribution }
}

const listing = (file: string, bytes: number, files: readonly Bundled[], redacted: boolean): string =>
  `${file} (${kilobytes(bytes)}, ${redacted ? 'redacted' : 'NOT redacted'}):\n` +
  columns(files.map(({ name, text, says }) => [`  ${name}`, kilobytes(Buffer.byteLength(text)), says]))

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KB`
