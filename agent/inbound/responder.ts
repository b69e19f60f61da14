import { isIP } from 'node:net'
import { hostProblem, isWildcard } from '../catalogue/host.ts'
import { DIAL_BACK_PORT } from '../respond/protocol.ts'

/** Where `connprobe respond` runs. */
export type Responder = { readonly host: string; readonly port: number }

/** Reads `HOST` or `HOST:PORT`, IPv6 addresses in brackets where a port follows; null where it is neither. */
export const parseResponder = (text: string): Responder | null => {
  if (isIP(text) !== 0) return { host: text, port: DIAL_BACK_PORT }
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text)
  const host = match?.[1] ?? match?.[2] ?? ''
  const port = Number(match?.[3] ?? DIAL_BACK_PORT)
  if (hostProblem(host) !== null || isWildcard(host) || host.includes('$') || port < 1 || port > 65_535) return null
  return { host, port }
}
