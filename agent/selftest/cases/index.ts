import type { Case, Pki } from '../case.ts'
import { answerCases } from './answers.ts'
import { blemishCases } from './blemishes.ts'
import { connectionCases } from './connections.ts'
import { datagramCases } from './datagrams.ts'
import { handshakeCases } from './handshakes.ts'
import { nameCases } from './names.ts'
import { proxyCases } from './proxies.ts'
import { websocketCases } from './websockets.ts'

/**
 * The faults that loopback can show without root.
 * @param now what time the servers think it is, milliseconds since 1970
 */
export const cases = (pki: Pki, now: number): readonly Case[] => [
  ...nameCases,
  ...connectionCases,
  ...handshakeCases(pki),
  ...answerCases(pki),
  ...websocketCases(pki),
  ...proxyCases(pki),
  ...datagramCases,
  ...blemishCases(pki, now),
]
