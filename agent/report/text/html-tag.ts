import { markupText } from './markup.ts'

/** A piece of HTML that is safe to put into a page: only the tag below makes one. */
export type Html = { readonly html: string }

/**
 * Template tag for HTML in which every value is escaped, unless it is HTML (or a list of it) itself. So nothing that a peer
 * wrote can become markup: there is no other way to make a page.
 */
export const html = (
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html => ({
  html: parts.map((part, index) => part + (index < values.length ? markupOf(values[index] ?? '') : '')).join(''),
})

const markupOf = (value: string | number | Html | readonly Html[]): string => {
  if (typeof value === 'string' || typeof value === 'number') return markupText(String(value))
  return 'html' in value ? value.html : value.map((one) => one.html).join('')
}
