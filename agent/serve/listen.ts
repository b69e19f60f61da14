import { isIP } from 'node:net'

/** Where to listen. Host undefined: on every interface. */
export type ListenAddress = { readonly host: string | undefined; readonly port: number }

/** Reads `HOST:PORT`, `[IPV6]:PORT` or `:PORT`; null where it is none of them. Port 0: any that is free. */
export const parseListen = (text: string): ListenAddress | null => {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/\s]*)):(\d{1,5})$/i.exec(text)
  const port = Number(match?.[3])
  if (match === null || port > 65_535 || (match[1] !== undefined && isIP(match[1]) !== 6)) return null
  const host = match[1] ?? match[2] ?? ''
  return { host: host === '' ? undefined : host, port }
}

/** Whether an address or a name is loopback's own (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3; RFC 6761, section 6.3). */
export const isLoopback = (host: string): boolean =>
  /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(host) || host === '::1' || /^localhost\.?$/i.test(host)
