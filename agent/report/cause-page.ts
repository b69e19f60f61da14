/** The causes in words, without a run: for `explain --cause`, and for TROUBLESHOOTING.md. */
import type { RemedyFacts } from '../judge/cause.ts'
import { causes, type CauseCode } from '../judge/causes.ts'
import type { Layer, Verdict } from '../model.ts'
import { groupBy } from './group-by.ts'
import { markdownCode, markdownText } from './text/markup.ts'
import { wrap } from './text/width.ts'

/** What is known of a cause before anything happened. */
type Entry = {
  readonly code: string
  readonly verdicts: readonly Verdict[]
  readonly layer: Layer | null
  readonly meaning: string
  readonly isNot: string
  readonly fixer: string
  readonly remedy: string | null
}

/** Codes of all causes, in the order in which the layers are passed. */
export const causeCodes = Object.keys(causes) as readonly CauseCode[]

const isCause = (code: string): code is CauseCode => Object.hasOwn(causes, code)

/** An endpoint that stands for any. */
const anyEndpoint = (layer: Layer | null): RemedyFacts => ({
  host: 'HOST',
  port: layer === 'smb' ? 445 : 443,
  protocol: layer === 'udp' ? 'udp' : 'tcp',
  address: null,
  via: layer === 'proxy' ? 'PROXY' : null,
})

const entryOf = (code: CauseCode): Entry => {
  const { verdicts, layer, meaning, isNot, fixer, remedy } = causes[code]
  return { code, verdicts, layer, meaning, isNot, fixer, remedy: remedy(anyEndpoint(layer)) }
}

/**
 * A cause for a terminal; null for a code that there is not.
 * @param columns at which lines are wrapped
 */
export const causePage = (code: string, columns: number): string | null => {
  if (!isCause(code)) return null
  const { verdicts, layer, meaning, isNot, fixer, remedy } = entryOf(code)
  const lines = [
    `${code} (${verdicts.join(' or ')}${layer === null ? '' : `, layer ${layer}`})`,
    '',
    ...wrap(meaning, columns),
    ...wrap(isNot, columns),
    '',
    ...wrap(fixer, columns, 'Who fixes it: '),
    ...wrap(remedy ?? 'There is nothing to do.', columns, 'What to do: '),
  ]
  return `${lines.join('\n')}\n`
}

const LAYERS: Readonly<Record<Layer | 'none', string>> = {
  local: 'This machine',
  proxy: 'The proxy',
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  http: 'HTTP',
  websocket: 'Websockets',
  udp: 'UDP',
  smb: 'SMB',
  none: 'The run itself',
}

/** TROUBLESHOOTING.md: every cause under an anchor of its own, by layer. */
export const troubleshootingPage = (): string => {
  const byLayer = groupBy(causeCodes.map(entryOf), ({ layer }) => layer ?? 'none')
  return [
    '# Troubleshooting',
    '',
    'What each cause in a report means, what it is easily taken for, who can put it right, and how. Made from',
    '`agent/judge/causes/` by `node agent/build/troubleshooting.ts`.',
    '',
    ...[...byLayer].flatMap(([layer, entries]) => [
      `- ${LAYERS[layer]}: ${entries.map(({ code }) => `[${code}](#${code})`).join(', ')}`,
    ]),
    ...[...byLayer].flatMap(([layer, entries]) => ['', `## ${LAYERS[layer]}`, ...entries.flatMap(section)]),
    '',
  ].join('\n')
}

const section = ({ code, verdicts, meaning, isNot, fixer, remedy }: Entry): string[] => [
  '',
  `### ${code}`,
  '',
  `Verdict: ${verdicts.map(markdownCode).join(' or ')}. ${markdownText(meaning)} ${markdownText(isNot)}`,
  '',
  `**Who fixes it:** ${markdownText(fixer)}. ${markdownText(remedy ?? 'There is nothing to do.')}`,
]
