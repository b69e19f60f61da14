import { readTextFile } from '../read-file.ts'
import { parseReport, readReport } from '../report/read.ts'
import type { Report } from '../report/schema.ts'
import type { Gathered } from './gather.ts'

/** A larger file is no report. */
const MOST_REPORT_BYTES = 268_435_456

/**
 * A report that somebody saved.
 * @throws UsageError for a file that is none
 */
export const readReportFile = async (file: string): Promise<Report> =>
  parseReport(await readTextFile(file, MOST_REPORT_BYTES), file)

/**
 * The evidence of such a report, to be judged again.
 * @throws UsageError for a file that is none
 */
export const readEvidenceFile = async (file: string): Promise<Gathered> =>
  readReport(await readTextFile(file, MOST_REPORT_BYTES), file)
