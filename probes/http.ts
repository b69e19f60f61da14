import { dial } from './dial.ts'
import { ask } from './http-exchange.ts'
import { requestOf } from './http-request.ts'
import { StepFault, type Job, type Probe } from './probe.ts'

/**
 * Asks for a path and reads the beginning of the answer. Any answer in HTTP is an answer, whatever its status: what it means is
 * for the judge. So is a body of which we had enough.
 */
const get = async (job: Job, secure: boolean): Promise<void> => {
  const connection = await dial(job, { tls: secure, alpn: secure ? ['http/1.1'] : [], forward: !secure })
  const asking = ask(connection, requestOf(job, connection, 'http', secure), job.signal)
  await job.step('request', async () => (await asking).facts)
  await job.step('transfer', async () => {
    const { bytesRead, complete, fault } = await (await asking).body
    const facts = { protocol: 'http', bytesRead, complete } as const
    if (fault !== null) throw new StepFault(fault, facts)
    return facts
  })
}

export const http: Probe = { proxied: true, run: (job) => get(job, false) }

export const https: Probe = { proxied: true, run: (job) => get(job, true) }
