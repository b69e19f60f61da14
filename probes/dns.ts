import type { DnsAnswer } from './observation.ts'
import { StepFault, type Connect, type Job, type Probe, type Target } from './probe.ts'
import { askTcp } from './resolver/exchange-tcp.ts'
import { askUdp } from './resolver/exchange-udp.ts'
import { parseName } from './resolver/name.ts'
import type { Question } from './resolver/wire.ts'

/**
 * Asks a DNS server one question, by UDP and by TCP side by side: the target's (A, or AAAA), or for the root's name servers, which every
 * resolver can answer. One step, `request`, with both answers on record, UDP first. It is ok when both transports brought a
 * reply, whatever its rcode: REFUSED too shows that the server is there. Else its fault is that of the transport that failed,
 * UDP's where both did. There is no `connect` step: one for TCP alone would hide that UDP works.
 */
export const dns: Probe = {
  proxied: false,
  run: async ({ target, address, step, world, signal, local }: Job): Promise<void> => {
    const server = { address, port: target.port }
    const connect: Connect = async (...to) => {
      const socket = await world.connect(...to)
      local(socket)
      return socket
    }
    await step('request', async () => {
      const question = questionOf(target)
      const answers: DnsAnswer[] = await Promise.all([
        askUdp(question, server, world.clock, signal),
        askTcp(question, server, world.clock, connect, signal),
      ])
      const facts = { protocol: 'dns', answers } as const
      const failed = answers.find(({ fault }) => fault !== undefined)
      if (failed?.fault) throw new StepFault(failed.fault, facts)
      return facts
    })
  },
}

const questionOf = ({ question: text, family }: Target): Question => {
  if (text === undefined) return { name: '.', type: 'NS' }
  const name = parseName(text)
  if (name === null) throw new StepFault({ kind: 'unsupported', code: 'invalid-name' })
  return { name: name.text, type: family === 6 ? 'AAAA' : 'A' }
}
