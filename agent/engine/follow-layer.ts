import { z } from 'zod'
import type { ImageLayer } from '../catalogue/image-layers.ts'
import { askAzure, isFailure, type AzureAnswer, type AzureContext } from '../vantage/azure-http.ts'

/** Where a registry sends its clients for a layer, or why that isn't known: a sentence. The URL's query is a signature. */
export type Followed = { readonly url: URL } | { readonly says: string }

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
/** OCI Image Format: an index of manifests by platform, and a manifest. */
const index = z.object({
  manifests: z
    .array(z.object({ digest, platform: z.object({ os: z.string(), architecture: z.string() }).optional() }))
    .min(1)
    .max(1000),
})
const manifest = z.object({
  layers: z
    .array(z.object({ digest, size: z.int().min(0) }))
    .min(1)
    .max(1000),
})

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/** Connections it takes to follow a layer, at most. */
export const LAYER_CONNECTIONS = 3

/** What it is that can't be had; the last word on it. */
class NoLayer extends Error {}

/**
 * Asks a registry for the smallest layer of an image, as a client that pulls it would, and doesn't follow the redirect. Three
 * requests at most, within the context's budget; never rejects.
 */
export const followLayer = async ({ registry, image, tag }: ImageLayer, context: AzureContext): Promise<Followed> => {
  const { clock } = context.world
  const end = clock.monotonic() + context.timeoutMs
  const ask = async (what: string): Promise<AzureAnswer> => {
    const url = new URL(`https://${registry}/v2/${image}/${what}`)
    const timeoutMs = Math.max(1, end - clock.monotonic())
    const answer = await askAzure({ url, headers: { accept: ACCEPT } }, { ...context, timeoutMs })
    if (isFailure(answer)) throw new NoLayer(answer.says)
    return answer
  }
  try {
    const named = await ask(`manifests/${tag}`)
    const listed = parseJson(index, named)
    const own = listed === null ? named : await ask(`manifests/${linux(listed.manifests)}`)
    const layers = parseJson(manifest, own)?.layers
    if (layers === undefined) throw new NoLayer(`${registry} answered ${own.status}, and with no manifest`)
    const [smallest] = layers.toSorted((one, other) => one.size - other.size)
    const { status, location } = await ask(`blobs/${smallest?.digest ?? ''}`)
    if (location === null || !URL.canParse(location)) throw new NoLayer(`${registry} answered ${status}, no redirect`)
    const url = new URL(location)
    if (url.protocol !== 'https:') throw new NoLayer(`${registry} redirects to ${url.protocol} and not to https:`)
    return { url }
  } catch (error) {
    if (!(error instanceof NoLayer)) throw error
    return { says: `The host that serves the layers of ${registry}/${image} is not known: ${error.message}.` }
  }
}

/** The manifest for Linux on amd64, where there is one. */
const linux = (manifests: z.infer<typeof index>['manifests']): string => {
  const usual = manifests.find(({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64')
  return (usual ?? manifests[0])?.digest ?? ''
}

const parseJson = <T>(schema: z.ZodType<T>, { status, body }: AzureAnswer): T | null => {
  if (status !== 200) return null
  try {
    return schema.parse(JSON.parse(body))
  } catch {
    return null
  }
}
