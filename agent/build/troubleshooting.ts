import { writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { troubleshootingPage } from '../report/cause-page.ts'

const file = new URL('../../TROUBLESHOOTING.md', import.meta.url).pathname

/** The text of TROUBLESHOOTING.md, as it is committed. */
export const makeTroubleshooting = async (): Promise<string> =>
  format(troubleshootingPage(), { ...(await resolveConfig(file)), parser: 'markdown' })

if (import.meta.main) writeFileSync(file, await makeTroubleshooting())
