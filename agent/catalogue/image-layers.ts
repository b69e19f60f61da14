import { z } from 'zod'
import { readBuiltin } from './builtin.ts'
import { parseData } from '../parse-data.ts'

const layer = z.strictObject({
  registry: z.string(),
  image: z.string(),
  tag: z.string(),
  /** The pattern under which manifests state the hosts that serve layers. */
  dataHosts: z.string().startsWith('*.'),
})

const file = z.strictObject({
  source: z.strictObject({ documents: z.array(z.string()), date: z.string() }),
  layers: z.array(layer),
})

/** A public image with a small layer. */
export type ImageLayer = Readonly<z.infer<typeof layer>>

/** The layers that show a registry's data hosts: manifests/image-layers.yaml. */
export const readImageLayers = (): readonly ImageLayer[] =>
  file.parse(parseData(readBuiltin('image-layers.yaml'))).layers
