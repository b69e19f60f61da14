import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { askEach, PEER_SECONDS, trustFile, urlOf, type Peer } from './peer.ts'

const BINARY = 'prometheus-blackbox-exporter'
const LISTEN = '127.0.0.1:9115'

const configuration = (roots: string) =>
  JSON.stringify({
    modules: {
      http: {
        prober: 'http',
        timeout: `${PEER_SECONDS}s`,
        http: { tls_config: { ca_file: roots }, preferred_ip_protocol: 'ip4' },
      },
      tcp: { prober: 'tcp', timeout: `${PEER_SECONDS}s`, tcp: { preferred_ip_protocol: 'ip4' } },
      dns: { prober: 'dns', timeout: `${PEER_SECONDS}s`, dns: { query_name: '.', query_type: 'NS' } },
    },
  })

/** The exporter with its usual modules: http (2xx), tcp, dns. */
export const blackbox: Peer = {
  name: 'blackbox',
  binary: BINARY,
  ask: async (running, cases) => {
    const { network, dir } = running
    const config = join(dir, 'blackbox.json')
    writeFileSync(config, configuration(trustFile(running)))
    const exporter = network.start('client', [BINARY, `--config.file=${config}`, `--web.listen-address=${LISTEN}`])
    const get = async (path: string) =>
      network.run('client', ['curl', '-s', '--max-time', '6', `http://${LISTEN}${path}`], { seconds: 10 })
    for (let tries = 0; tries < 50 && (await get('/-/healthy')).code !== 0; tries++) await pause(50)
    const claims = await askEach(cases, async (asked) => {
      const {
        site,
        case: { probe, port },
      } = asked
      if (probe === 'udp') return null
      const module = probe === 'dns' ? 'dns' : urlOf(asked) === null ? 'tcp' : 'http'
      const target = encodeURIComponent(urlOf(asked) ?? `${site.host}:${port}`)
      const { stdout } = await get(`/probe?module=${module}&target=${target}`)
      return /^probe_success 1$/m.test(stdout) ? 'works' : 'fails'
    })
    exporter.kill()
    return claims
  },
}
