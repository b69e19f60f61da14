import { createDocument, type Document } from './document.ts'

/** What a caller is told. */
export type Answer = {
  readonly status: number
  readonly document: Document
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer of one sentence. */
export const plain = (status: number, says: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  document: createDocument('text/plain; charset=utf-8', `${says}\n`),
  headers,
})
