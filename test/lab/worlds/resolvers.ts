import { PLACES } from '../network.ts'
import { dns, type Zone } from '../services/dns.ts'
import { issuedBy } from '../pki.ts'
import { plainWeb, web } from '../services/web.ts'
import { blocked, degraded, either, http, https, open, placed, site, type Ruling, type World } from '../world.ts'

const NOBODY = '10.53.0.9'
const OTHER = '10.53.0.2'
const LITERAL = '20.61.0.1'

const three = (is: readonly Ruling[]) =>
  ['pypi.org', 'mcr.microsoft.com', 'management.azure.com'].map((host) => site(host, web(), https(is)))
const literal = placed(site(LITERAL, web({ certificate: issuedBy('issuing', { names: [LITERAL] }) }), https(open)), {
  at: [LITERAL],
})
const resolverAt = (zone: Zone) => [{ role: 'servers' as const, at: OTHER, serve: dns(zone) }]

export const resolverDead: World = {
  name: 'resolver-dead',
  says: 'the only resolver is silent',
  resolvers: [NOBODY],
  sites: [
    ...three(blocked('dns-resolver-unreachable')),
    site('github.com', web(), https(blocked('dns-resolver-unreachable'), { alone: true })),
    literal,
  ],
  findings: ['dns-resolver-unreachable'],
}

export const resolverClosed: World = {
  name: 'resolver-closed',
  says: "the machine that should resolve names doesn't listen: ICMP port unreachable",
  resolvers: [OTHER],
  addresses: [OTHER],
  sites: [...three(blocked('dns-resolver-unreachable')), literal],
}

export const resolverFirstDead: World = {
  name: 'resolver-first-dead',
  says: 'the first of two resolvers is silent',
  resolvers: [NOBODY, PLACES.resolver],
  sites: three(degraded('dns-resolver-down')),
  findings: ['dns-resolver-down'],
}

export const resolverSecondDead: World = {
  name: 'resolver-second-dead',
  says: 'the second of two resolvers is silent, and nobody asks it',
  resolvers: [PLACES.resolver, NOBODY],
  sites: three(either(degraded('dns-resolver-down'), open)),
}

export const resolverServfail: World = {
  name: 'resolver-servfail',
  says: 'a resolver that fails for every name',
  resolvers: [OTHER],
  extras: resolverAt({ '*': { rcode: 'SERVFAIL' } }),
  sites: three(blocked('dns-servfail')),
}

export const resolverRefuses: World = {
  name: 'resolver-refuses',
  says: 'a resolver that refuses this client',
  resolvers: [OTHER],
  extras: resolverAt({ '*': { rcode: 'REFUSED' } }),
  sites: three(blocked('dns-refused')),
}

export const stubCutOff: World = {
  name: 'stub-cut-off',
  says: 'a local stub that fails for every name, as systemd-resolved does without upstreams',
  resolvers: ['127.0.0.53'],
  extras: [{ role: 'client', at: '127.0.0.53', serve: dns({ '*': { rcode: 'SERVFAIL' } }) }],
  sites: three(blocked('dns-resolver-unreachable', 'dns-servfail')),
}

export const answersDiffer: World = {
  name: 'answers-differ',
  says: 'two resolvers that know different worlds',
  resolvers: [PLACES.resolver, OTHER],
  extras: resolverAt({
    'pypi.org': { addresses: ['20.60.0.1'] },
    'second.azureml.ms': { addresses: ['20.61.0.2'] },
  }),
  sites: [
    site('pypi.org', web(), https(open)),
    // The second resolver knows nothing of it: whoever asks that one fails.
    site('mine.blob.core.windows.net', web(), https(degraded('dns-answers-differ'))),
    placed(site('nx.azureml.ms', [], https(blocked('dns-nxdomain'))), { records: { rcode: 'NXDOMAIN' } }),
    // Only the second knows it: the system stops at the first NXDOMAIN.
    placed(site('second.azureml.ms', web(), https(blocked('dns-nxdomain'))), {
      at: ['20.61.0.2'],
      records: { rcode: 'NXDOMAIN' },
    }),
  ],
}

export const hijack: World = {
  name: 'hijack',
  says: 'a resolver that sends every name that does not exist to an advertiser',
  sites: [
    ...three(either(open, degraded('dns-hijacked'))),
    placed(
      site(
        'typo.azureml.ms',
        [web({ certificate: issuedBy('issuing', { names: ['ads.example'] }) }), plainWeb()],
        [
          https(blocked('tls-name-mismatch', 'dns-hijacked')),
          http(blocked('dns-sinkhole', 'dns-hijacked')),
          http(blocked('dns-sinkhole', 'dns-hijacked'), { alone: true }),
        ],
      ),
      { at: ['20.66.0.1'] },
    ),
  ],
  zone: { '*': { addresses: ['20.66.0.1'] } },
  findings: ['dns-hijacked'],
}

export const resolverFirstFails: World = {
  name: 'resolver-first-fails',
  says: 'the first of two resolvers fails for every name: the system goes on to the second',
  resolvers: [OTHER, PLACES.resolver],
  extras: resolverAt({ '*': { rcode: 'SERVFAIL' } }),
  sites: three(either(open, degraded('dns-answers-differ', 'dns-resolver-down', 'dns-servfail'))),
}

/** As in a pod: four names that don't exist are asked for first. */
export const searchList: World = {
  name: 'search-list',
  says: 'a search list that is tried before every name (ndots:5)',
  resolvConf: ['search azureml.svc.cluster.local svc.cluster.local cluster.local', 'options ndots:5'],
  sites: three(open),
}

/** The classic accident: a wildcard record in a domain of the search list. */
export const searchWildcard: World = {
  name: 'search-wildcard',
  says: 'a wildcard in a domain of the search list answers for every name',
  resolvConf: ['search contoso.com', 'options ndots:5'],
  sites: [
    ...three(blocked('tls-name-mismatch')),
    placed(site('www.contoso.com', web(), https(open)), { at: ['20.66.0.1'] }),
  ],
  zone: Object.fromEntries(
    ['pypi.org', 'mcr.microsoft.com', 'management.azure.com'].map((name) => [
      `${name}.contoso.com`,
      { addresses: ['20.66.0.1'] },
    ]),
  ),
}
