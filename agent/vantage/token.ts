import { z } from 'zod'
import { faultOf } from '../../probes/fault.ts'
import type { AzureFailure } from '../model.ts'
import { askAzure, isFailure, type AzureContext } from './azure-http.ts'
import { readLines } from './clue.ts'
import { getLocal } from './local-http.ts'
import type { System } from './system.ts'

/** A bearer token for Azure Resource Manager. Secret: it goes into one header and nowhere else. */
export type Token = { readonly secret: string; readonly from: string }

/** What it is for, and who is asked. */
export type TokenRequest = {
  /** URL of Azure Resource Manager, which is the token's audience. */
  readonly resource: string
  /** URL of Microsoft Entra ID, where workload identity's environment names none. */
  readonly login: string
}

/** Null: this source isn't there. */
type Found = Token | AzureFailure | null

/** The file that a compute instance's login shells take MSI_* from; services lack them in their environment. */
const IDENTITY_FILE = '/etc/environment.sso'

/**
 * A token for Azure Resource Manager, from the first of these that is there: `AZURE_ACCESS_TOKEN`, the compute instance's identity
 * daemon, Kubernetes' workload identity, the metadata service's managed identity. One that is there and fails is the answer: the
 * next would be another identity.
 */
export const acquireToken = async (
  request: TokenRequest,
  system: System,
  context: AzureContext,
): Promise<Token | AzureFailure> =>
  fromEnvironment(system) ??
  (await fromComputeInstance(request, system, context)) ??
  (await fromWorkloadIdentity(request, system, context)) ??
  fromMetadata(request, system, context)

/** RFC 6750, section 2.1. */
const TOKEN = /^[\w.~+/-]+=*$/
const token = z.object({ access_token: z.string().regex(TOKEN) })

const fromEnvironment = ({ env }: System): Found => {
  const secret = env['AZURE_ACCESS_TOKEN']?.trim()
  if (!secret) return null
  if (TOKEN.test(secret)) return { secret, from: 'AZURE_ACCESS_TOKEN' }
  return {
    host: 'localhost',
    layer: 'local',
    says: 'AZURE_ACCESS_TOKEN holds no bearer token',
    remedy: 'set it to what `az account get-access-token --query accessToken --output tsv` prints',
  }
}

const fromComputeInstance = async (
  { resource }: TokenRequest,
  { env, readFile }: System,
  { timeoutMs }: AzureContext,
): Promise<Found> => {
  const values = env['MSI_ENDPOINT'] ? env : readLines(readFile(IDENTITY_FILE) ?? '')
  const { MSI_ENDPOINT: endpoint, MSI_SECRET: secret, DEFAULT_IDENTITY_CLIENT_ID: client } = values
  if (!endpoint || !secret) return null
  const query = new URLSearchParams({ resource, 'api-version': '2017-09-01', ...(client && { clientid: client }) })
  return askLocal('the compute instance', `${endpoint}?${query.toString()}`, { Secret: secret }, timeoutMs, {
    host: hostOf(endpoint),
    remedy:
      'it asks REGION.cert.api of Azure ML for the token: see that host in the report, and that the identity is enabled',
  })
}

const fromMetadata = ({ resource }: TokenRequest, { env, metadataUrl }: System, { timeoutMs }: AzureContext) => {
  const client = env['AZURE_CLIENT_ID']
  const query = new URLSearchParams({ 'api-version': '2018-02-01', resource, ...(client && { client_id: client }) })
  const url = `${metadataUrl}/metadata/identity/oauth2/token?${query.toString()}`
  return askLocal('the metadata service', url, { Metadata: 'true' }, timeoutMs, {
    host: hostOf(metadataUrl),
    remedy: 'set AZURE_ACCESS_TOKEN, give this machine a managed identity, or pass a saved answer with --dependencies',
  })
}

const fromWorkloadIdentity = async (
  { resource, login }: TokenRequest,
  { env, readFile }: System,
  context: AzureContext,
): Promise<Found> => {
  const { AZURE_CLIENT_ID: client, AZURE_TENANT_ID: tenant, AZURE_FEDERATED_TOKEN_FILE: file } = env
  if (!client || !tenant || !file) return null
  const assertion = readFile(file)?.trim()
  const authority = env['AZURE_AUTHORITY_HOST'] ?? login
  const host = hostOf(authority)
  if (!assertion || !URL.canParse(authority))
    return { host, layer: 'local', says: "workload identity's token file or authority can't be read", remedy: ENROL }
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client,
    scope: `${resource}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  })
  const answer = await askAzure(
    {
      url: new URL(`${encodeURIComponent(tenant)}/oauth2/v2.0/token`, authority.replace(/\/?$/, '/')),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    },
    context,
  )
  return isFailure(answer) ? answer : tokenIn(answer, answer.code, 'workload identity', { host, remedy: ENROL })
}

const ENROL = "check the pod's label azure.workload.identity/use and the federated credential of its service account"

/** What a failure of one source says besides. */
type Blame = { readonly host: string; readonly remedy: string }

const askLocal = async (
  from: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
  blame: Blame,
): Promise<Token | AzureFailure> => {
  try {
    return tokenIn(await getLocal(url, headers, timeoutMs), null, from, blame)
  } catch (error) {
    const { code } = faultOf(error)
    const says = `${from} gave no token: ${blame.host} does not answer`
    return { ...blame, layer: 'local', ...(code !== undefined && { code }), says }
  }
}

const tokenIn = (
  { status, body }: { status: number; body: string },
  code: string | null,
  from: string,
  blame: Blame,
): Token | AzureFailure => {
  const secret = status === 200 ? tokenOf(body) : null
  if (secret !== null) return { secret, from }
  const says = `${from} gave no token: ${blame.host} answered ${status}${code === null ? '' : ` (${code})`}`
  return { ...blame, layer: 'http', status, ...(code !== null && { code }), says }
}

const tokenOf = (body: string): string | null => {
  try {
    return token.parse(JSON.parse(body)).access_token
  } catch {
    return null
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'localhost')
