import { usableCertificates } from '../trust-stores.ts'
import type { Client, Look } from './client.ts'

/** A store that is a PEM file, by whichever of the sources names one first. */
export const pemStore = (
  { disk }: Pick<Look, 'disk'>,
  named: readonly { readonly file: string | null | undefined; readonly setBy: string | null }[],
): Pick<Client, 'store' | 'setBy' | 'cas'> | null => {
  const first = named.find(({ file }) => file !== undefined && file !== null && file !== '')
  if (first?.file === undefined || first.file === null) return null
  const { file, setBy } = first
  const text = disk.read(file)
  if (text === null) return { store: file, setBy, cas: { unknown: 'the file cannot be read' } }
  const cas = usableCertificates(text)
  return { store: file, setBy, cas: cas.length > 0 ? cas : { unknown: 'the file holds no certificate' } }
}

/** A source of `pemStore`: a variable of the environment. */
export const byVariable = ({ env }: Pick<Look, 'env'>, name: string) => ({ file: env[name], setBy: name })
