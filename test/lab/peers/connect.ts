import { askEach, PEER_SECONDS, type Peer } from './peer.ts'

/** What `nc -z` and most TCP checks do: it works when the handshake completes. */
const SCRIPT = `
  const [host, port, seconds] = process.argv.slice(1)
  setTimeout(() => process.exit(1), seconds * 1000)
  require('net').connect({ host, port }).on('connect', () => process.exit(0)).on('error', () => process.exit(1))
`

export const connect: Peer = {
  name: 'tcp connect',
  binary: 'true',
  ask: async ({ network }, cases) =>
    askEach(cases, async ({ site, case: { probe, port } }) => {
      if (probe === 'udp') return null
      const args = [process.execPath, '-e', SCRIPT, site.host, `${port}`, `${PEER_SECONDS}`]
      const { code } = await network.run('client', args, { seconds: 10 })
      return code === 0 ? 'works' : 'fails'
    }),
}
