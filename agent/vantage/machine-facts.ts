import { networkInterfaces } from 'node:os'
import type { Settings } from '../engine/world.ts'
import type { MachineFacts } from '../report/bundle.ts'
import { readRoutes } from './routes.ts'
import type { System } from './system.ts'

/** Variables that shape a run, in either case. */
const VARIABLES =
  /^(?:https?_proxy|all_proxy|no_proxy|ssl_cert_file|ssl_cert_dir|node_extra_ca_certs|node_options|node_use_system_ca|connprobe_\w+)$/i

/** What a support case needs to know of this machine: settings, interfaces, routes. No value of a variable. */
export const machineFacts = (
  { machine, parts }: Settings,
  { env, readFile }: Pick<System, 'env' | 'readFile'>,
): MachineFacts => ({
  settings: {
    ...machine,
    search: parts.search,
    ndots: parts.ndots,
    variables: Object.keys(env)
      .filter((name) => VARIABLES.test(name) && env[name] !== '')
      .sort(),
    stores: parts.stores.map(({ name }) => name),
  },
  interfaces: Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    mtu: Number(readFile(`/sys/class/net/${name}/mtu`)) || null,
    addresses: addresses.map(({ address, cidr }) => cidr ?? address),
  })),
  routes: readRoutes(readFile),
})
