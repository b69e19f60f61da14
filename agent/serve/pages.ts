import type { Round } from '../engine/round.ts'
import { html } from '../report/html.ts'
import { json } from '../report/json.ts'
import { redact, type PublicKnowledge } from '../report/redact.ts'
import { createDocument, type Document } from './document.ts'

/** The report of the latest round, for people and for programs; null before the first. Made when first asked for. */
export type Pages = {
  readonly publish: (round: Round) => void
  readonly report: () => Document | null
  /** @param isTrusted others get a page without the customer's names, addresses and ids */
  readonly page: (isTrusted: boolean) => Document | null
}

/** @param publicKnowledge what everybody may see; read when it is needed */
export const createPages = (publicKnowledge: () => PublicKnowledge): Pages => {
  let latest: Round | null = null
  let made = new Map<string, Document>()
  const once = (name: string, type: string, write: (round: Round) => string): Document | null => {
    if (latest === null) return null
    const document = made.get(name) ?? createDocument(type, write(latest))
    made.set(name, document)
    return document
  }
  return {
    publish: (round) => {
      latest = round
      made = new Map()
    },
    report: () => once('report', 'application/json; charset=utf-8', ({ report }) => json(report)),
    page: (isTrusted) =>
      isTrusted
        ? once('page', 'text/html; charset=utf-8', ({ report }) => html(report))
        : once('redacted', 'text/html; charset=utf-8', ({ report }) => html(redact(report, publicKnowledge()))),
  }
}
