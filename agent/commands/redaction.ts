import type { Subject } from '../report/customer-names.ts'
import type { Redact } from '../report/redact.ts'

/** What takes the customer out of all that is told of these, as `--redact` has it; without it everything stays. */
export const redaction = async ({ redact }: { redact: boolean }, subjects: readonly Subject[]): Promise<Redact> => {
  if (!redact) return (value) => value
  const [{ redactor }, { publicKnowledge }] = await Promise.all([
    import('../report/redact.ts'),
    import('../catalogue/public-knowledge.ts'),
  ])
  return redactor(subjects, publicKnowledge())
}
