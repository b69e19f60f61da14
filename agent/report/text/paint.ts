/** What a piece of text means; the colours are this file's business. */
export type Style = 'bad' | 'warn' | 'good' | 'dim' | 'strong' | 'title'

/** Puts a style on text: the last thing that happens to a line, as escape sequences have no width. */
export type Paint = (style: Style, text: string) => string

/** Select Graphic Rendition (ECMA-48, 8.3.117): on and off. */
const SGR: Readonly<Record<Style, readonly [string, string]>> = {
  bad: ['1;31', '22;39'],
  warn: ['33', '39'],
  good: ['32', '39'],
  dim: ['2', '22'],
  strong: ['1', '22'],
  title: ['1;4', '22;24'],
}

/** With colours, or without. */
export const painter = (color: boolean): Paint =>
  color
    ? (style, text) => {
        const [on, off] = SGR[style]
        return `\u001b[${on}m${text}\u001b[${off}m`
      }
    : (_style, text) => text
