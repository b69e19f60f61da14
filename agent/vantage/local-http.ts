import { request } from 'node:http'

/** An answer of a service on this machine or its link. */
export type LocalAnswer = { readonly status: number; readonly body: string }

const MOST_BYTES = 262_144

/**
 * GET of a service that is part of the machine (instance metadata, the compute instance's identity daemon): plain http, never
 * through a proxy, no redirects.
 * @param timeoutMs the whole exchange's budget, milliseconds
 * @throws the system's error, or an AbortError at the end of the budget
 */
export const getLocal = (
  url: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<LocalAnswer> =>
  new Promise((resolve, reject) => {
    // An agent of its own: the global one follows the environment's proxy where NODE_USE_ENV_PROXY is set.
    const asked = request(url, { agent: false, headers, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        body += chunk
        if (body.length > MOST_BYTES) answer.destroy(new RangeError(`more than ${MOST_BYTES} bytes`))
      })
      answer.on('error', reject)
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
