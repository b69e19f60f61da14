/** A world's cases as the manifest that connprobe reads. */
import type { Case, Site, World } from './world.ts'

/** A case with its site and the id of its requirement. */
export type Asked = { readonly id: string; readonly site: Site; readonly case: Case }

export const asked = (world: World): readonly Asked[] =>
  world.sites.flatMap((site) =>
    site.cases.map((each, index) => ({
      id: `${site.host}-${each.probe}-${each.port}${index === 0 ? '' : `-${index}`}`.replace(/[^a-z0-9-]/g, '-'),
      site,
      case: each,
    })),
  )

/** The manifest's text: JSON, which is YAML. */
export const manifestOf = (world: World, cases: readonly Asked[]): string =>
  JSON.stringify({
    name: `lab-${world.name}`,
    title: world.says,
    source: { document: 'test/lab', date: '2026-01-01' },
    requirements: cases.map(({ id, site, case: { probe, port, path, tls, sni, expect, requirement } }) => ({
      id,
      purpose: id,
      hosts: [site.host],
      ports: [port],
      protocol: probe === 'udp' ? 'udp' : 'tcp',
      probe,
      ...(path !== undefined && { path }),
      ...(tls !== undefined && { tls }),
      ...(sni !== undefined && { sni }),
      ...(expect && { expect }),
      ...requirement,
    })),
  })
