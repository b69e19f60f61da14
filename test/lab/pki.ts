/** The authorities of the lab: made once a run, read by every process of it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { authority, leaf, type Authority, type Issued, type Wish } from './certificates.ts'

export type Pki = {
  /** Stands for the public roots: the client gets it by `--roots`. */
  readonly publicRoot: Authority
  /** Issues the certificates of ordinary servers. */
  readonly issuing: Authority
  /** Another public intermediate, which some servers forget to send. */
  readonly forgotten: Authority
  /** Roots of companies: an interceptor's, and that of a service of their own. */
  readonly interceptorRoot: Authority
  readonly interceptor: Authority
  readonly privateRoot: Authority
}

export const makePki = (): Pki => {
  const publicRoot = authority('Lab Public Root')
  const interceptorRoot = authority('Contoso Root CA')
  return {
    publicRoot,
    issuing: authority('Lab Public CA 1', publicRoot),
    forgotten: authority('Lab Public CA 2', publicRoot),
    interceptorRoot,
    interceptor: authority('Contoso TLS Inspection CA', interceptorRoot),
    privateRoot: authority('Fabrikam Services CA'),
  }
}

/** Files that the client's settings and real software name. */
export const FILES = { roots: 'roots.pem', interceptorRoot: 'contoso.pem', privateRoot: 'fabrikam.pem' }

export const savePki = (dir: string, pki: Pki): void => {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'pki.json'), JSON.stringify(pki))
  writeFileSync(join(dir, FILES.roots), pki.publicRoot.cert)
  writeFileSync(join(dir, FILES.interceptorRoot), pki.interceptorRoot.cert)
  writeFileSync(join(dir, FILES.privateRoot), pki.privateRoot.cert)
}

export const loadPki = (dir: string): Pki => JSON.parse(readFileSync(join(dir, 'pki.json'), 'utf8')) as Pki

/** How a server comes by its certificate. */
export type Certificate = (host: string, pki: Pki) => Issued

/** A certificate that is right but for what `wish` says. */
export const issuedBy =
  (by: keyof Pki, wish: Partial<Wish> = {}): Certificate =>
  (host, pki) =>
    leaf({ name: host, names: [host], ...wish }, pki[by])

export const good: Certificate = issuedBy('issuing')
export const selfSigned: Certificate = (host) => leaf({ name: host, names: [host] })
/** The leaf alone: its intermediate is left out. */
export const withoutIntermediate: Certificate = (host, pki) => {
  const { cert, key } = issuedBy('forgotten')(host, pki)
  return { cert: cert.slice(0, cert.indexOf('-----END CERTIFICATE-----')) + '-----END CERTIFICATE-----\n', key }
}
