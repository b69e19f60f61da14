/**
 * The causes: what each means, what it is not, who fixes it and how. Decided in the rules of each layer (dns.ts, tcp.ts, ...);
 * README's troubleshooting page is generated from here.
 */
import type { Cause } from './cause.ts'
import { dnsCauses } from './causes/dns.ts'
import { httpCauses } from './causes/http.ts'
import { localCauses } from './causes/local.ts'
import { otherCauses } from './causes/other.ts'
import { proxyCauses } from './causes/proxy.ts'
import { tcpCauses } from './causes/tcp.ts'
import { tlsCauses } from './causes/tls.ts'
import { udpCauses } from './causes/udp.ts'
import { websocketCauses } from './causes/websocket.ts'

const table = {
  ...localCauses,
  ...proxyCauses,
  ...dnsCauses,
  ...tcpCauses,
  ...tlsCauses,
  ...httpCauses,
  ...websocketCauses,
  ...udpCauses,
  ...otherCauses,
}

export type CauseCode = keyof typeof table

/** Every cause by its code. */
export const causes: Readonly<Record<CauseCode, Cause>> = table

/** Where the troubleshooting page explains a cause. */
export const anchorOf = (code: string): string => `#${code}`
