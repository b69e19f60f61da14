/**
 * What `connprobe respond` says. To a connection and to a datagram: `GREETING`. To a machine that wants to be dialled back, which
 * says `dialBackRequest`: what it saw when it connected to that machine, an observation as JSON.
 */

/** Where machines ask to be dialled back. */
export const DIAL_BACK_PORT = 10116

/** Says first on TCP, answers on UDP. */
export const GREETING = Buffer.from('connprobe responds\n')

/** Longest request, bytes. */
export const MOST_REQUEST_BYTES = 64
/** Longest answer to a request, bytes. */
export const MOST_ANSWER_BYTES = 16_384

/** One port of the asker's own, and what its listener says first: 32 hexadecimal digits. */
export type DialBack = { readonly port: number; readonly nonce: string }

export const dialBackRequest = ({ port, nonce }: DialBack): string => `connprobe dial-back ${port} ${nonce}\n`

/** What the asker's listener says, so that the answer shows that it was reached and nothing in between. */
export const dialBackGreeting = (nonce: string): Buffer => Buffer.from(`connprobe ${nonce}\n`)

/** Ports below are those of a machine's services, which nobody asks us to try. */
const FIRST_PORT = 1024

/** Null for what is no request. */
export const parseDialBackRequest = (line: string): DialBack | null => {
  const match = /^connprobe dial-back (\d{1,5}) ([0-9a-f]{32})\n$/.exec(line)
  const port = Number(match?.[1])
  return match !== null && port >= FIRST_PORT && port <= 65_535 ? { port, nonce: match[2] ?? '' } : null
}
