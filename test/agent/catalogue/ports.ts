import t from 'tap'
import { countPorts, defaultProbe, plainPorts, probeOf } from '../../../agent/catalogue/ports.ts'

t.test('the default probe depends on protocol and port', async (t) => {
  const due: Readonly<Record<number, string>> = {
    80: 'http',
    443: 'https',
    8787: 'https',
    18881: 'https',
    445: 'smb',
    53: 'dns',
    22: 'tcp',
  }
  for (const [port, probe] of Object.entries(due)) t.equal(defaultProbe('tcp', Number(port)), probe, port)
  t.equal(defaultProbe('any', 443), 'https')
  t.equal(defaultProbe('udp', 53), 'dns')
  t.equal(defaultProbe('udp', 443), 'udp')
})

t.test('ranges are written out, in the order stated', async (t) => {
  const ports = plainPorts({ ports: ['8704-8706', 443], protocol: 'tcp', probe: 'tcp' })
  t.same(
    ports.map(({ port }) => port),
    [8704, 8705, 8706, 443],
  )
  t.equal(countPorts('8704-8710'), 7)
})

t.test("a port's own probe comes before the requirement's, and that before the default", async (t) => {
  const ports = [{ port: 80, probe: 'http' as const }, { port: 8787, listener: 'unproven' as const }, 443]
  t.same(plainPorts({ ports, protocol: 'tcp', probe: undefined }), [
    { port: 80, protocol: 'tcp', probe: 'http' },
    { port: 8787, protocol: 'tcp', probe: 'https', listener: 'unproven' },
    { port: 443, protocol: 'tcp', probe: 'https' },
  ])
  t.same(
    plainPorts({ ports, protocol: 'tcp', probe: 'tls' }).map(({ probe }) => probe),
    ['http', 'tls', 'tls'],
  )
  t.equal(probeOf({ ports, protocol: 'tcp', probe: undefined }), 'https')
  t.equal(probeOf({ ports: [{ port: 80, probe: 'http' }], protocol: 'tcp', probe: undefined }), 'http')
  t.equal(probeOf({ ports: [], protocol: 'tcp', probe: undefined }), null)
})

t.test('what is stated as ANY is probed over TCP', async (t) => {
  t.same(plainPorts({ ports: [443], protocol: 'any', probe: undefined }), [
    { port: 443, protocol: 'tcp', probe: 'https' },
  ])
})
