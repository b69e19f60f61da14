import { z } from 'zod'
import { CLOUDS, type Clouds } from '../catalogue/clouds.ts'
import type { Clue } from './clue.ts'
import { getLocal } from './local-http.ts'

/** Link-local, the same in every cloud. */
export const METADATA_URL = 'http://169.254.169.254'

const TIMEOUT_MS = 300
const PATH = '/metadata/instance?api-version=2023-11-15'

const metadata = z.object({ compute: z.object({ location: z.string(), azEnvironment: z.string() }) })

/** What the instance metadata service says; `notes` where something else answers in its place. */
export type Metadata = { readonly found: boolean; readonly clues: readonly Clue[]; readonly notes: readonly string[] }

const NOTHING: Metadata = { found: false, clues: [], notes: [] }

/**
 * Asks the instance metadata service for region and cloud, within 300 ms, never through a proxy. Its subscription and resource
 * group aren't read: behind Azure ML's compute they are Microsoft's, on a Kubernetes node those of the cluster.
 */
export const askMetadata = async (baseUrl: string, clouds: Clouds): Promise<Metadata> => {
  const answer = await getLocal(baseUrl + PATH, { Metadata: 'true' }, TIMEOUT_MS).catch(() => null)
  if (answer === null) return NOTHING
  const parsed = parseMetadata(answer.body)
  if (answer.status !== 200 || parsed === null)
    return {
      ...NOTHING,
      notes: [`${new URL(baseUrl).host} answered ${answer.status}, but not as Azure's metadata service does`],
    }
  const { location, azEnvironment } = parsed.compute
  const cloud = CLOUDS.find((one) => clouds[one].environment === azEnvironment)
  return {
    found: true,
    clues: [
      { fact: 'region', value: location, from: 'IMDS' },
      ...(cloud === undefined ? [] : [{ fact: 'cloud', value: cloud, from: 'IMDS' } as const]),
    ],
    notes: cloud === undefined ? ['IMDS names an azEnvironment that connprobe does not know'] : [],
  }
}

const parseMetadata = (body: string): z.infer<typeof metadata> | null => {
  try {
    return metadata.parse(JSON.parse(body))
  } catch {
    return null
  }
}
