import { mapStrings } from '../strings.ts'

/** Control sequences (ECMA-48, 5.4), colours and the like, with either form of their introducer. */
// eslint-disable-next-line no-control-regex
const SEQUENCE = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g
/** Line ends, tabs and other blanks: a space, so that words stay apart. */
const BLANK = /[\t\n\v\f\r\u0085\u00a0\u2028\u2029]+/g
/** Controls, format characters (changes of direction, zero width, tags), lone surrogates, unassigned and private ones. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu
/** Marks that pile up on one letter beyond what any script needs. */
const PILED = /(\p{M}{3})\p{M}+/gu

/**
 * Makes text safe to print: what a peer wrote (a certificate's name, a page) may hold escape sequences and characters that
 * reorder or hide text.
 */
export const clean = (text: string): string =>
  text.replace(SEQUENCE, '').replace(BLANK, ' ').replace(INVISIBLE, '').replace(PILED, '$1')

const ASCII_FOR: Readonly<Record<string, string>> = {
  '…': '...',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '→': '->',
  '·': '-',
  '×': 'x',
}

/** Text for a terminal that can't show more than ASCII. */
export const ascii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/gu, (character) => ASCII_FOR[character] ?? '?')

/** A copy of a report, or a part of it, with every string safe to print. */
export const cleaned = <T>(value: T, unicode = true): T =>
  mapStrings(value, unicode ? clean : (text) => ascii(clean(text)))
