import { FILES, issuedBy, selfSigned, withoutIntermediate, type Certificate } from '../pki.ts'
import { authority, leaf } from '../certificates.ts'
import { web } from '../services/web.ts'
import { blocked, degraded, https, open, site, tls, type World } from '../world.ts'

const good = (wish: Parameters<typeof issuedBy>[1]) => web({ certificate: issuedBy('issuing', wish) })

/** An intermediate that has expired, under a leaf that hasn't. */
const expiredIntermediate: Certificate = (host, { publicRoot }) =>
  leaf({ name: host, names: [host] }, authority('Lab Public CA 0', publicRoot, { fromDays: -900, untilDays: -3 }))

/** A root that nobody knows and no other host uses. */
const privateCa =
  (name: string): Certificate =>
  (host) =>
    leaf({ name: host, names: [host] }, authority(name))

/** The network carries everything; single servers have certificates that are wrong in one way each. */
export const certificates: World = {
  name: 'certificates',
  says: 'single servers with bad certificates in a network that does nothing',
  timeout: '5s',
  sites: [
    site('pypi.org', web(), https(open)),
    site('complete.azureml.ms', web({ certificate: issuedBy('forgotten') }), https(open)),
    site('incomplete.azureml.ms', web({ certificate: withoutIntermediate }), https(blocked('tls-chain-incomplete'))),
    site('expired.azureml.ms', good({ untilDays: -2 }), [https(blocked('tls-expired')), tls(blocked('tls-expired'))]),
    site('intermediate.azureml.ms', web({ certificate: expiredIntermediate }), https(blocked('tls-expired'))),
    site('future.azureml.ms', good({ fromDays: 3 }), https(blocked('tls-not-yet-valid'))),
    site('expiring.azureml.ms', good({ untilDays: 5 }), https(degraded('tls-expiring'))),
    // Near miss: three weeks are enough.
    site('renewing.azureml.ms', good({ untilDays: 21 }), https(open)),
    site('yesterday.azureml.ms', good({ fromDays: -1 }), https(open)),
    site('self.azureml.ms', web({ certificate: selfSigned }), https(blocked('tls-self-signed'))),
    site('fabrikam.azureml.ms', web({ certificate: privateCa('Northwind CA') }), https(blocked('tls-untrusted'))),
    // A known interceptor's name is enough, and an unknown one's on a single host isn't.
    site(
      'zscaler.azureml.ms',
      web({ certificate: privateCa('Zscaler Intermediate Root CA (zscaler.net)') }),
      https(blocked('tls-intercepted')),
    ),
    site('wrong.azureml.ms', good({ names: ['other.example'] }), https(blocked('tls-name-mismatch'))),
    // A wildcard covers one label (RFC 6125, section 6.4.3).
    site('a.b.azureml.ms', good({ names: ['*.azureml.ms'] }), https(blocked('tls-name-mismatch'))),
    site('a.azureml.net', good({ names: ['*.azureml.net'] }), https(open)),
    // Common names don't count.
    site(
      'nameless.azureml.ms',
      good({ names: ['elsewhere.example'], name: 'nameless.azureml.ms' }),
      https(blocked('tls-name-mismatch')),
    ),
    // A company's own service with the CA that the requirement expects there.
    site(
      'scoring.contoso.com',
      web({ certificate: issuedBy('privateRoot') }),
      https(open, { expect: { ca: `FILE:${FILES.privateRoot}` } }),
    ),
  ],
}
