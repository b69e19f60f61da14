import { parse } from 'yaml'
import { z } from 'zod'
import type { AzureFailure } from '../model.ts'
import { UsageError } from '../usage-error.ts'
import { askAzure, isFailure, type AzureAnswer, type AzureContext } from '../vantage/azure-http.ts'
import type { System } from '../vantage/system.ts'
import { acquireToken } from '../vantage/token.ts'
import type { CloudNames } from './clouds.ts'
import { parseDependencies, type Dependencies } from './dependencies.ts'
import { replaceFacts } from './host.ts'

/** Versions of the API, in the order in which they are tried: manifests/dependencies-api.yaml. */
export type ApiVersions = { readonly resourceManager: Versions; readonly regional: Versions }

type Versions = readonly [string, ...string[]]

/** Who is asked, as URLs. */
export type AzureUrls = {
  readonly resourceManager: string
  readonly login: string
  /** The regional service of Azure ML; null where the region isn't known. */
  readonly regional: string | null
}

/** A list, or why there is none. */
export type Fetched = { readonly dependencies: Dependencies } | { readonly failure: AzureFailure }

const atLeastOne = z.tuple([z.string()], z.string())
const versions = z.object({ resourceManager: atLeastOne, regional: atLeastOne })

/**
 * Reads manifests/dependencies-api.yaml.
 * @throws when the text, which is part of the product, isn't of the schema
 */
export const parseApiVersions = (text: string): ApiVersions => versions.parse(parse(text))

/**
 * Who is asked in a cloud.
 * @param region null: not known, then there is no regional service to ask
 */
export const azureUrls = (names: CloudNames, region: string | null): AzureUrls => ({
  resourceManager: `https://${names.resourceManager}`,
  login: `https://${names.login}`,
  regional: region === null ? null : `https://${replaceFacts(names.machineLearning, () => region)}`,
})

const WORKSPACE_ID =
  /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[\w.()-]{1,90}\/providers\/Microsoft\.MachineLearningServices\/workspaces\/[\w-]{1,33}$/i

/**
 * Checks what `--from-workspace` names.
 * @throws UsageError when it is no resource id of a workspace
 */
export const readWorkspaceId = (text: string): string => {
  const id = text.replace(/\/$/, '')
  if (WORKSPACE_ID.test(id)) return id
  throw new UsageError([
    '--from-workspace: this is no resource id of a workspace: ' +
      '/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.MachineLearningServices/workspaces/NAME',
  ])
}

/**
 * Asks Azure what a workspace depends on: Azure Resource Manager, else the regional service, each in the versions it may have.
 * Never rejects for what the network does. When both fail, the failure of Azure Resource Manager is the answer.
 * @param id as `readWorkspaceId` gave it
 */
export const fetchDependencies = async (
  id: string,
  urls: AzureUrls,
  apiVersions: ApiVersions,
  system: System,
  context: AzureContext,
): Promise<Fetched> => {
  const token = await acquireToken({ resource: urls.resourceManager, login: urls.login }, system, context)
  if (isFailure(token)) return { failure: token }
  const headers = { authorization: `Bearer ${token.secret}` }
  const path = `${id}/outboundNetworkDependenciesEndpoints`
  const first = await askService(urls.resourceManager + path, apiVersions.resourceManager, headers, context)
  if ('dependencies' in first || urls.regional === null || isFinal(first.failure)) return first
  const second = await askService(`${urls.regional}/rp/workspaces${path}`, apiVersions.regional, headers, context)
  return 'dependencies' in second || isFinal(second.failure) ? second : first
}

/** Azure itself has spoken: of the identity, or of the workspace. The other service would say the same. */
const isFinal = ({ status, code }: AzureFailure): boolean =>
  code !== undefined && (status === 401 || status === 403 || (status === 404 && NO_WORKSPACE.includes(code)))

/** Codes of Azure Resource Manager. */
const NO_WORKSPACE = ['ResourceNotFound', 'ResourceGroupNotFound', 'SubscriptionNotFound']
const WRONG_VERSION = [
  'InvalidApiVersion',
  'InvalidApiVersionParameter',
  'UnsupportedApiVersion',
  'NoRegisteredProviderFound',
  'InvalidResourceType',
]

const askService = async (
  address: string,
  [version, ...others]: Versions,
  headers: Readonly<Record<string, string>>,
  context: AzureContext,
): Promise<Fetched> => {
  const url = new URL(`${address}?api-version=${version}`)
  const answer = await askAzure({ url, headers }, context)
  if (isFailure(answer)) return { failure: answer }
  const dependencies = answer.status === 200 ? parseBody(answer.body) : null
  if (dependencies !== null) return { dependencies }
  const [next, ...rest] = others
  return next !== undefined && isWrongVersion(answer)
    ? askService(address, [next, ...rest], headers, context)
    : { failure: refusal(url.hostname, answer) }
}

/** The operation isn't there in this version: previews in between lack it, and then it is 404 without a resource that is missing. */
const isWrongVersion = ({ status, code }: AzureAnswer): boolean =>
  code !== null && (WRONG_VERSION.includes(code) || (status === 404 && !NO_WORKSPACE.includes(code)))

const parseBody = (body: string): Dependencies | null => {
  try {
    return parseDependencies(JSON.parse(body))
  } catch {
    return null
  }
}

/** An answer that is no list, as a failure. Without an error document of Azure's it may be anyone's. */
const refusal = (host: string, { status, code }: AzureAnswer): AzureFailure => {
  const base = { host, layer: 'http', status, ...(code !== null && { code }) } as const
  if (code === null)
    return {
      ...base,
      says: `${host} answered ${status} and neither a list of endpoints nor an error of Azure's`,
      remedy: `see whether something on the way answers for ${host}, or fetch the list elsewhere and pass it with --dependencies`,
    }
  return { ...base, says: `${host} answered ${status} (${code})`, remedy: remedyOf(status, code) }
}

const remedyOf = (status: number, code: string): string => {
  if (status === 401) return 'get a new token for this tenant and cloud: Azure does not accept this one'
  if (status === 403) return 'give the identity the role Reader on the workspace'
  if (NO_WORKSPACE.includes(code)) return 'check the resource id of the workspace, and that the identity may see it'
  if (WRONG_VERSION.includes(code))
    return 'fetch the list with `az rest` and pass it with --dependencies: Azure knows no version of the API that connprobe knows'
  return 'try again later, or fetch the list with `az rest` and pass it with --dependencies'
}
