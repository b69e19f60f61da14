import manifest from '../../package.json' with { type: 'json' }
import type { LockedPackage } from './lock-file.ts'

/**
 * A CycloneDX bill of materials: what is inside the program, in which version, under which licence. It carries no time and no serial
 * number, so that two builds of one commit are the same.
 * @param packages of npm, inside the program
 * @param runtime Node's version, where it is inside too
 */
export const makeSbom = (packages: readonly LockedPackage[], runtime: string | null): string => {
  const root = `pkg:npm/${manifest.name}@${manifest.version}`
  const components = [...packages.map(component), ...(runtime === null ? [] : [nodeComponent(runtime)])]
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': root,
        name: manifest.name,
        version: manifest.version,
        description: manifest.description,
        licenses: [{ license: { id: manifest.license } }],
        purl: root,
      },
    },
    components,
    dependencies: [{ ref: root, dependsOn: components.map((one) => one['bom-ref']) }],
  }
  return `${JSON.stringify(bom, null, 2)}\n`
}

const component = ({ name, version, integrity, license }: LockedPackage) => {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    hashes: [{ alg: 'SHA-512', content }],
    licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }],
    purl,
  }
}

const nodeComponent = (version: string) => ({
  type: 'platform',
  'bom-ref': `pkg:generic/node@${version}`,
  name: 'node',
  version,
  licenses: [{ license: { id: 'MIT' } }],
  purl: `pkg:generic/node@${version}`,
})
