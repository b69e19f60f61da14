import { isIP } from 'node:net'

/** Where a DNS server listens. */
export type DnsServer = {
  /** IPv4 or IPv6; a link-local one with its zone (`fe80::1%eth0`). */
  readonly address: string
  /** 1 to 65535. */
  readonly port: number
}

const DNS_PORT = 53

/** Reads `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`; null for anything else. */
export const parseServer = (text: string): DnsServer | null => {
  if (isIP(text) !== 0) return { address: text, port: DNS_PORT }
  const match = /^(?:\[(?<v6>[^\]]+)\]|(?<v4>[^:]+))(?::(?<port>\d{1,5}))?$/.exec(text)
  const { v6 = '', v4 = '', port = String(DNS_PORT) } = match?.groups ?? {}
  const valid = (isIP(v6) === 6 || isIP(v4) === 4) && Number(port) >= 1 && Number(port) <= 65535
  return valid ? { address: v6 || v4, port: Number(port) } : null
}

/** The server's name in answers: its address, with the port where that isn't 53. */
export const formatServer = ({ address, port }: DnsServer): string => {
  if (port === DNS_PORT) return address
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`
}
