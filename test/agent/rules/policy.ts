/** The form of the policies, after the API's own types; a real API server is more, and not here. */
import t from 'tap'
import { parse } from 'yaml'
import { z } from 'zod'
import { cilium } from '../../../agent/rules/dialects/cilium.ts'
import { networkpolicy } from '../../../agent/rules/dialects/networkpolicy.ts'
import { asked, EXAMPLE, HOSTILE, rule, workloads } from '../../fixtures/rules.ts'

const port = z.int().min(1).max(65_535)
const protocol = z.enum(['TCP', 'UDP', 'SCTP'])
const selector = z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() })
const metadata = z.strictObject({ name: z.string().regex(/^[a-z0-9-]{1,63}$/), namespace: z.string() })
const cidr = z.union([z.cidrv4(), z.cidrv6()])

const networkPolicy = z.strictObject({
  apiVersion: z.literal('networking.k8s.io/v1'),
  kind: z.literal('NetworkPolicy'),
  metadata,
  spec: z.strictObject({
    podSelector: selector,
    policyTypes: z.tuple([z.literal('Egress')]),
    egress: z.array(
      z.strictObject({
        to: z
          .array(
            z.union([
              z.strictObject({ ipBlock: z.strictObject({ cidr }) }),
              z.strictObject({ namespaceSelector: selector, podSelector: selector }),
            ]),
          )
          .min(1)
          .optional(),
        ports: z
          .array(z.strictObject({ protocol, port, endPort: port.optional() }))
          .min(1)
          .optional(),
      }),
    ),
  }),
})

const labels = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z.array(z.strictObject({ key: z.string(), operator: z.literal('Exists') })).optional(),
})
const toPorts = z.array(
  z.strictObject({
    ports: z
      .array(z.strictObject({ port: z.string().regex(/^\d{1,5}$/), endPort: port.optional(), protocol }))
      .min(1)
      .max(40),
    rules: z.strictObject({ dns: z.array(z.strictObject({ matchPattern: z.string() })) }).optional(),
  }),
)
const ciliumPolicy = z.strictObject({
  apiVersion: z.literal('cilium.io/v2'),
  kind: z.literal('CiliumNetworkPolicy'),
  metadata,
  spec: z.strictObject({
    endpointSelector: labels,
    egress: z.array(
      z.strictObject({
        toEndpoints: z.array(labels).min(1).optional(),
        toEntities: z.array(z.literal('kube-apiserver')).optional(),
        toFQDNs: z
          .array(
            z.union([
              z.strictObject({ matchName: z.string().regex(/^[-a-zA-Z0-9_.]+$/) }),
              z.strictObject({ matchPattern: z.string().regex(/^\*\*\.[-a-zA-Z0-9_.]+$/) }),
            ]),
          )
          .optional(),
        toCIDR: z.array(cidr).optional(),
        toPorts: toPorts.optional(),
      }),
    ),
  }),
})

const hostile = asked(HOSTILE.map((purpose, n) => rule(`h${n}.example.org`, { purposes: [purpose] })))

t.test('a NetworkPolicy of the right form, which resolves names', async (t) => {
  for (const one of [EXAMPLE, asked([]), hostile]) {
    const { spec } = networkPolicy.parse(parse(networkpolicy(one, workloads)))
    t.match(spec.egress[0], {
      ports: [
        { protocol: 'TCP', port: 53 },
        { protocol: 'UDP', port: 53 },
      ],
    })
  }
})

t.test('what goes to every address needs each port once', async (t) => {
  const { spec } = networkPolicy.parse(
    parse(networkpolicy(asked([rule('a.org'), rule('b.org', { ports: [[80, 80]] })]), workloads)),
  )
  t.same(spec.egress.slice(1), [
    {
      ports: [
        { protocol: 'TCP', port: 80 },
        { protocol: 'TCP', port: 443 },
      ],
    },
  ])
})

t.test('a Cilium policy of the right form, wildcards of any depth', async (t) => {
  for (const one of [EXAMPLE, asked([]), hostile]) {
    const { spec } = ciliumPolicy.parse(parse(cilium(one, workloads)))
    t.match(spec.egress[0]?.toPorts, [{ rules: { dns: [{ matchPattern: '*' }] } }])
  }
  const { spec } = ciliumPolicy.parse(parse(cilium(EXAMPLE, workloads)))
  const names = spec.egress.flatMap(({ toFQDNs = [] }) => toFQDNs)
  t.match(names, [{ matchName: 'login.microsoftonline.com' }, { matchPattern: '**.azureml.ms' }])
  t.match(
    spec.egress.find(({ toCIDR }) => toCIDR),
    { toCIDR: ['10.9.0.4/32', '2001:db8::4/128'] },
  )
})
