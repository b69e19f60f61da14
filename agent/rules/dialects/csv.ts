import { clean } from '../../report/text/clean.ts'
import { peerText } from '../peer.ts'
import { portText } from '../ports.ts'
import type { Asked, Omission, Rule } from '../rule.ts'
import { minimise } from '../minimise.ts'

const COLUMNS = [
  'direction',
  'destination',
  'kind',
  'protocol',
  'ports',
  'serviceTags',
  'reachedFrom',
  'purpose',
  'requirements',
  'remark',
]

/** `csv`: every far end a line, in any terms there are (RFC 4180, with a header line); what is left out has a remark. */
export const csv = ({ rules, omitted }: Asked): string => {
  const rows = [COLUMNS, ...minimise(rules).map(ruleCells), ...omitted.map(omittedCells)]
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

const ruleCells = ({ direction, peer, protocol, ports, tags, purposes, requirements, vantages }: Rule): string[] => [
  direction,
  peerText(peer),
  peer.kind,
  protocol,
  ports.map((range) => portText(range)).join(' '),
  tags.join(' '),
  vantages.join(' '),
  purposes.join('; '),
  requirements.join(' '),
  peer.kind === 'unnamed' ? `give ${peer.missing.map((fact) => `--set ${fact}=VALUE`).join(' ')}` : '',
]

const omittedCells = ({ what, why }: Omission): string[] =>
  COLUMNS.map((column) => (column === 'destination' ? what : column === 'remark' ? `not asked for: ${why}` : ''))

/** Spreadsheets take text that begins with `=`, `+`, `-` or `@` for a formula: an apostrophe makes it text again. */
const cell = (value: string): string => {
  const text = clean(value)
  const inert = /^\s*[=+\-@]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
