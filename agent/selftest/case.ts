import type { Endpoint, Verdict } from '../model.ts'
import { authority, selfSigned, type Authority, type Identity } from './certificates.ts'
import type { Network } from './network.ts'

/** A network with one fault, and what connprobe must say of its first endpoint. */
export type Case = {
  /** What is wrong, in a few words. */
  readonly name: string
  readonly network: Omit<Network, 'publicRoots' | 'dns'> & Partial<Pick<Network, 'dns'>>
  readonly endpoints: readonly [Endpoint, ...Endpoint[]]
  readonly verdict: Verdict
  /** Null exactly for `open`. */
  readonly cause: string | null
}

/** The services of the pretended internet: unrelated names at unrelated addresses. */
export const SERVICE = { host: 'service.example', address: '20.60.0.1' } as const
export const OTHER = { host: 'other.example.net', address: '20.60.0.2' } as const
export const THIRD = { host: 'third.example.org', address: '20.60.0.3' } as const
export const STORAGE = { host: 'selftest.blob.core.windows.net', address: '20.60.0.4' } as const

/** What DNS says of them where nothing else is wanted. */
export const ZONE = Object.fromEntries(
  [SERVICE, OTHER, THIRD, STORAGE].map(({ host, address }) => [host, [address]] as const),
)

/** An endpoint that is required; https on port 443 where nothing else is wanted. */
export const endpoint = (host: string, wanted: Partial<Endpoint> = {}): Endpoint => ({
  host,
  port: 443,
  protocol: 'tcp',
  probe: 'https',
  expect: {},
  requirements: [{ manifest: 'selftest', id: 'case', purpose: 'A fault on loopback', host, required: true }],
  ...wanted,
})

/** The certificates of a selftest. */
export type Pki = {
  /** What plays the public root. */
  readonly root: Authority
  /** A root that nobody knows. */
  readonly stranger: Authority
  /** A proper certificate for a host. */
  readonly proper: (host: string) => Identity
  readonly selfSigned: (host: string) => Identity
}

export const createPki = (): Pki => {
  const root = authority('connprobe selftest root')
  return {
    root,
    stranger: authority('connprobe selftest stranger'),
    proper: (host) => root.issue({ names: [`DNS:${host}`] }),
    selfSigned: (host) => selfSigned({ names: [`DNS:${host}`] }),
  }
}
