/** Text as a literal of each target language. What gets here is cleaned of control characters before. */
import { clean } from '../report/text/clean.ts'

/** A word of a POSIX shell (2.2.2): within single quotes everything stands for itself. */
export const shellWord = (text: string): string => {
  const word = clean(text)
  return /^[A-Za-z0-9_./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A string of Bicep. */
export const bicepString = (text: string): string =>
  `'${clean(text).replace(/['\\]/g, '\\$&').replaceAll('${', '\\${')}'`

/** A quoted template of HCL: `${` and `%{` begin expressions, doubled they are text. */
export const hclString = (text: string): string =>
  `"${clean(text)
    .replace(/["\\]/g, '\\$&')
    .replace(/([$%])\{/g, '$1$1{')}"`

/** A string of FortiOS' command line. */
export const fortiString = (text: string): string => `"${clean(text).replace(/["\\]/g, '\\$&')}"`

/** A string of PAN-OS' command line, which has no way to write a double quote within one. */
export const panString = (text: string): string => `"${clean(text).replace(/["\\]/g, "'")}"`
