import type { System } from './system.ts'

/** A route of this machine. */
export type Route = {
  /** In CIDR notation; `0.0.0.0/0` and `::/0` are the default routes. */
  readonly destination: string
  /** Null: no hop, the destination is on the link. */
  readonly gateway: string | null
  readonly interface: string
  readonly metric: number
}

/** A table longer than this is a router's, and tells nothing that its beginning doesn't. */
const MOST_ROUTES = 256
/** Flags of a route (linux/route.h): it is in use, it leads to a gateway, it rejects. */
const UP = 0x1
const GATEWAY = 0x2
const REJECT = 0x200

/** The routes as Linux lists them in /proc; none where there is no such file. */
export const readRoutes = (readFile: System['readFile']): Route[] =>
  [...ipv4Routes(readFile('/proc/net/route') ?? ''), ...ipv6Routes(readFile('/proc/net/ipv6_route') ?? '')].slice(
    0,
    MOST_ROUTES,
  )

/** `Iface Destination Gateway Flags RefCnt Use Metric Mask ...`, addresses as hexadecimal words of a little-endian machine. */
const ipv4Routes = (table: string): Route[] =>
  rows(table)
    .slice(1)
    .flatMap(([name = '', destination = '', gateway = '', flags = '', , , metric = '', mask = '']) =>
      isUsed(flags)
        ? [
            {
              destination: `${ipv4(destination)}/${bitsIn(mask)}`,
              gateway: leadsOn(flags) ? ipv4(gateway) : null,
              interface: name,
              metric: Number(metric),
            },
          ]
        : [],
    )

/** `Destination Length Source Length Gateway Metric RefCnt Use Flags Iface`, everything hexadecimal. */
const ipv6Routes = (table: string): Route[] =>
  rows(table).flatMap(([destination = '', length = '', , , gateway = '', metric = '', , , flags = '', name = '']) =>
    isUsed(flags) && name !== 'lo'
      ? [
          {
            destination: `${ipv6(destination)}/${Number.parseInt(length, 16)}`,
            gateway: leadsOn(flags) ? ipv6(gateway) : null,
            interface: name,
            metric: Number.parseInt(metric, 16),
          },
        ]
      : [],
  )

const rows = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/))

const isUsed = (flags: string): boolean => (Number.parseInt(flags, 16) & (UP | REJECT)) === UP
const leadsOn = (flags: string): boolean => (Number.parseInt(flags, 16) & GATEWAY) !== 0

const ipv4 = (word: string): string =>
  (word.match(/../g) ?? [])
    .map((byte) => Number.parseInt(byte, 16))
    .reverse()
    .join('.')

const bitsIn = (word: string): number =>
  (word.match(/./g) ?? []).reduce(
    (bits, digit) => bits + Number.parseInt(digit, 16).toString(2).replaceAll('0', '').length,
    0,
  )

/** Eight groups of four digits, shortened as the URL standard's serializer does (RFC 5952). */
const ipv6 = (digits: string): string =>
  new URL(`http://[${(digits.match(/..../g) ?? []).join(':')}]`).hostname.slice(1, -1)
