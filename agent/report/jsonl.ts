import { safeJson } from './json.ts'
import type { Report, ReportResult } from './schema.ts'

/** One result as one line, for a stream that begins before the run ends. */
export const jsonLine = (result: ReportResult): string => `${safeJson(result)}\n`

/** `--format jsonl`: one result a line. */
export const jsonl = (report: Report): string => report.results.map(jsonLine).join('')
