import { safeJson } from './json.ts'
import type { Report } from './schema.ts'

/**
 * `--format jsonl`: one result a line. All at the end of a run: until the last question is answered, what one endpoint shows may
 * change what another's silence means, and a line can't be taken back.
 */
export const jsonl = (report: Report): string => report.results.map((result) => `${safeJson(result)}\n`).join('')
