import { askEach, PEER_SECONDS, trustFile, urlOf, type Peer } from './peer.ts'

/** `curl URL`: works when it exits with 0, which any HTTP status does. */
export const curl: Peer = {
  name: 'curl',
  binary: 'curl',
  ask: async (running, cases) => {
    const { network, world } = running
    const trusted = trustFile(running)
    return askEach(cases, async (asked) => {
      const url = urlOf(asked)
      if (url === null) return null
      const args = ['-s', '-o', '/dev/null', '--max-time', `${PEER_SECONDS}`, '--cacert', trusted, url]
      const { code } = await network.run('client', ['curl', ...args], { seconds: 10, env: { ...world.env } })
      return code === 0 ? 'works' : 'fails'
    })
  },
}
