import { connect as connectTls } from 'node:tls'
import t from 'tap'
import { ALERTS, opensslFault } from '../../probes/alerts.ts'
import { afterHello, sendsAlert } from '../fixtures/tls-servers.ts'

const codeOf = async (port: number): Promise<string> =>
  new Promise((resolve) => {
    connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }).on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code ?? ''),
    )
  })

t.test("every alert is told from this OpenSSL's code for it", async (t) => {
  let alert = 0
  const port = await afterHello(t, (socket) => {
    sendsAlert(alert)(socket)
  })
  for (alert of Object.keys(ALERTS).map(Number))
    t.match(opensslFault(await codeOf(port)), { kind: 'alert', alert }, String(ALERTS[alert]))
})

t.test('the spelling of OpenSSL before 3.2', async (t) => {
  t.match(opensslFault('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'), { kind: 'alert', alert: 40 })
})

t.test("OpenSSL's own refusals are no alerts", async (t) => {
  for (const code of ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_UNEXPECTED_MESSAGE', 'ERR_SSL_TLSV1_ALERT_NEWS'])
    t.same(opensslFault(code), { kind: 'tls', code })
})
