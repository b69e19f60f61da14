import type { Machine } from '../model.ts'
import { explain } from './explain.ts'
import { html } from './html.ts'
import { safeJson } from './json.ts'
import type { RenderOptions } from './options.ts'
import type { Report } from './schema.ts'
import { table } from './table.ts'
import type { ArchivedFile } from './tar.ts'

/** What a support case needs to know of a machine beside its report. */
export type MachineFacts = {
  readonly settings: Machine & {
    readonly search: readonly string[]
    readonly ndots: number
    /** Variables that shape a run and are set: their names alone, for their values may hold passwords. */
    readonly variables: readonly string[]
    /** Trust stores, in the order in which they are asked. */
    readonly stores: readonly string[]
  }
  readonly interfaces: readonly {
    readonly name: string
    readonly mtu: number | null
    readonly addresses: readonly string[]
  }[]
  readonly routes: readonly object[]
}

/** What a bundle is made of. */
export type BundleParts = {
  readonly report: Report
  /** The same with the endpoints that don't work alone, and the rules that were tried. */
  readonly failing: Report
  /** Null: the report is a saved one, and may be another machine's. */
  readonly machine: MachineFacts | null
  /** Of connprobe and of what it ran on when it made the bundle. */
  readonly versions: Readonly<Record<string, string>>
  readonly redacted: boolean
}

/** A file and what it is for. */
export type Bundled = ArchivedFile & { readonly says: string }

const PLAIN: RenderOptions = { columns: 100, color: false, unicode: true, verbose: true, strict: false }
/** The folder that the archive unpacks to. */
const FOLDER = 'connprobe-bundle'

/** The files of a bundle in their order, the first of which lists them. Everything in the parts is told: redact before. */
export const bundleFiles = (parts: BundleParts): readonly Bundled[] => {
  const files = [
    file('report.json', 'everything that was seen and judged; "connprobe run --from" reads it', data(parts.report)),
    file('report.txt', 'the same for a person', table(parts.report, PLAIN)),
    file('report.html', 'the same for a browser', html(parts.report)),
    file(
      'explain.txt',
      'all about each endpoint that does not do what it must: names, addresses, layers, experiments, rules tried',
      explain(parts.failing, PLAIN),
    ),
    ...(parts.machine === null
      ? []
      : [
          file('settings.json', 'DNS servers, proxies, trust stores of the machine', data(parts.machine.settings)),
          file(
            'routes.json',
            'its interfaces and routes',
            data({ interfaces: parts.machine.interfaces, routes: parts.machine.routes }),
          ),
        ]),
    file('versions.json', 'what this archive was made with', data(parts.versions)),
  ]
  return [file('README.txt', 'this list', readme(parts, files)), ...files]
}

const file = (name: string, says: string, text: string): Bundled => ({ name: `${FOLDER}/${name}`, says, text })

const data = (value: unknown): string => `${safeJson(value, 2)}\n`

const readme = ({ report, machine, redacted }: BundleParts, files: readonly Bundled[]): string =>
  [
    `What connprobe ${report.tool.version} saw from ${report.startedAt} to ${report.finishedAt}.`,
    '',
    ...files.map(({ name, says }) => `${name.slice(FOLDER.length + 1).padEnd(14)} ${says}`),
    '',
    ...(machine === null
      ? ['Made from a saved report: this machine may be another, so its settings and routes are not here.', '']
      : []),
    ...(redacted
      ? [
          'Redacted: names, addresses and ids of the customer are replaced, each by the same stand-in everywhere. What can not be',
          'known as a name (a word on a block page, the purposes in a manifest of your own) is still there: look before you send.',
        ]
      : ['NOT redacted: names, addresses and ids are as they were seen.']),
    'Passwords and tokens are in neither case: connprobe records none.',
    '',
  ].join('\n')
