/**
 * The process in a namespace that plays its part of a world: `node end.ts WORLD ROLE DIR`. Says `ready` once everything listens.
 */
import { addressesOf, zoneOf } from './world.ts'
import { PLACES } from './network.ts'
import { loadPki } from './pki.ts'
import { dns } from './services/dns.ts'
import { worlds } from './worlds/index.ts'

const [name, role, dir] = process.argv.slice(2)
const world = worlds.find((world) => world.name === name)
if (world === undefined || role === undefined || dir === undefined) throw new Error(`no world "${name}"`)
const pki = loadPki(dir)

const extras = (world.extras ?? []).filter((extra) => extra.role === role)
const starting = extras.map(({ at, serve }) => serve({ address: at, host: at, pki }))
if (role === 'servers') {
  if (world.resolver !== false) starting.push(dns(zoneOf(world))({ address: PLACES.resolver, host: '', pki }))
  // Sites that share an address share the servers of the first.
  const taken = new Set<string>()
  for (const site of world.sites.filter(({ serve }) => serve?.length))
    for (const address of addressesOf(world, site).filter((address) => !taken.has(address))) {
      taken.add(address)
      for (const serve of site.serve ?? []) starting.push(serve({ address, host: site.host, pki }))
    }
}
await Promise.all(starting)
console.log('ready')
