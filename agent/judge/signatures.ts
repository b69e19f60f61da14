import type { Knowledge, Denial, Signature } from './knowledge.ts'

/** An answer to compare with: status, headers in lower case, the beginning of the body. */
export type Answer = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

type Conditions = Pick<Signature, 'status' | 'headers' | 'body'>

/** Whether all conditions hold together. */
const fits = ({ status, headers, body }: Conditions, answer: Answer): boolean =>
  (status === undefined || (answer.status !== undefined && status.includes(answer.status))) &&
  Object.entries(headers).every(([name, pattern]) => pattern.test(answer.headers?.[name] ?? '')) &&
  body.every((pattern) => pattern.test(answer.body ?? ''))

/** The product whose own answer this is; null where it may be anybody's. */
export const findSignature = ({ signatures }: Knowledge, answer: Answer): Signature | null =>
  signatures.find((signature) => fits(signature, answer)) ?? null

/** The service's own refusal of this client; null where it is none that we know. */
export const findDenial = ({ denials }: Knowledge, answer: Answer): Denial | null =>
  denials.find((denial) => fits(denial, answer)) ?? null
