import t from 'tap'
import { hostsIn } from '../../../agent/catalogue/host.ts'
import { readImageLayers } from '../../../agent/catalogue/image-layers.ts'
import { builtinManifests } from '../../../agent/catalogue/scenarios.ts'

t.test('each layer shows data hosts that a manifest states beside the registry', async (t) => {
  const hosts = builtinManifests().flatMap(({ requirements }) =>
    requirements.flatMap(({ hosts }) => hostsIn(hosts, 'public')),
  )
  t.ok(readImageLayers().length > 0)
  for (const { registry, dataHosts } of readImageLayers())
    for (const host of [registry, dataHosts]) t.ok(hosts.includes(host), host)
})
