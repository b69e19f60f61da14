import t, { type Test } from 'tap'
import { readKnowledge } from '../../../agent/catalogue/knowledge.ts'
import { lookInbound, withInbound } from '../../../agent/inbound/look.ts'
import { judgeRun } from '../../../agent/judge/run.ts'
import type { Endpoint } from '../../../agent/model.ts'
import { answerDialBack } from '../../../agent/respond/dial-back.ts'
import { endpoint, machine, requirement } from '../../fixtures/report.ts'
import { closedPort, rawServer } from '../../fixtures/tls-servers.ts'
import { testWorld } from '../../fixtures/world.ts'

const world = testWorld()

const inbound = (port: number): Endpoint =>
  endpoint('AzureMachineLearning', {
    port,
    probe: 'tcp',
    untestable: { cause: 'wrong-vantage', says: 'only the other side can try it' },
    requirements: [requirement({ host: 'AzureMachineLearning', direction: 'inbound' })],
  })

/** The result of an inbound endpoint at this port, with a responder at that one. */
const resultOf = async (port: number, responder: number | null) => {
  const endpoints = [inbound(port)]
  const looks = {
    responder: responder === null ? null : { host: 'responder.test', port: responder },
    timeoutMs: 1000,
    signal: new AbortController().signal,
  }
  const found = await lookInbound(endpoints, world, looks)
  const evidence = endpoints.map((endpoint) => ({ endpoint, observations: [], experiments: [] }))
  const run = { machine, experiments: [], endpoints: evidence, timeoutSeconds: 1 }
  return judgeRun(withInbound(run, found), readKnowledge()).results[0]
}

const startResponder = async (t: Test): Promise<number> => {
  const service = await answerDialBack('127.0.0.1', 0, () => true, world)
  t.teardown(service.close)
  return service.port
}

t.test('without the far end the path stays untested, with what this end knows', async (t) => {
  t.match(await resultOf(await closedPort(), null), {
    verdict: 'untestable',
    cause: 'wrong-vantage',
    notes: [/is free/, /reaches it/],
  })
})

t.test('the far end proves the path', async (t) => {
  const port = await closedPort()
  t.match(await resultOf(port, await startResponder(t)), {
    verdict: 'open',
    met: true,
    says: `127.0.0.1 took the connection on port ${port} and spoke first.`,
  })
})

t.test('what listens there already is no proof, and neither is a far end that fails', async (t) => {
  const responder = await startResponder(t)
  const held = await resultOf(await rawServer(t, (socket) => socket.end('hello')), responder)
  t.match(held, { verdict: 'untestable', notes: [/is held by/] })
  t.match(held?.notes.at(-1), /^responder\.test connected back at 127\.0\.0\.1, but not to this connprobe\.$/)
  const unasked = await resultOf(await closedPort(), await closedPort())
  t.match(unasked, { verdict: 'untestable', notes: [/is free/] })
  t.match(unasked?.notes.at(-1), /^responder\.test, which was to connect back, could not be asked \(ECONNREFUSED\)\.$/)
})
