/**
 * Every fact that a host pattern or a `when` may name: what it is, and what its value must look like. A value goes into host
 * names, URLs, metric labels and firewall rules, so each pattern is closed: no white space, wildcard or shell metacharacter fits
 * any of them, and none is longer than a host name may be (253, RFC 1035, section 2.3.4).
 */

/** What is known of a fact before it has a value. */
export type FactRule = { readonly says: string; readonly pattern: RegExp }

const GUID = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/
const LABEL = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/
const NAME = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,252}$/
const HOST =
  /^(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/
const HOST_OR_ADDRESS = /^[a-zA-Z0-9:][a-zA-Z0-9.:-]{0,252}$/
const BOOLEAN = /^(true|false)$/

export const FACTS = {
  region: { says: 'Azure region, lower case without spaces, such as westeurope', pattern: /^[a-z][a-z0-9]{2,39}$/ },
  arcRegion: { says: "Azure Arc's short code of the region, such as eus", pattern: /^[a-z][a-z0-9]{1,9}$/ },
  subscription: { says: 'id of the Azure subscription, a GUID', pattern: GUID },
  resourceGroup: { says: 'name of the resource group', pattern: /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,89}$/ },
  tenant: { says: 'id of the Microsoft Entra tenant, a GUID', pattern: GUID },
  workspaceName: { says: 'name of the workspace', pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,32}$/ },
  workspaceId: { says: 'id of the workspace, a GUID', pattern: GUID },
  hbiWorkspace: { says: 'true for a high-business-impact workspace', pattern: BOOLEAN },
  publicIp: { says: 'true when compute has a public IP address', pattern: BOOLEAN },
  compute: { says: 'instance, cluster or kubernetes', pattern: /^(instance|cluster|kubernetes)$/ },
  workload: { says: 'training or inference', pattern: /^(training|inference)$/ },
  instance: { says: 'name of the compute instance', pattern: LABEL },
  storage: { says: 'name of the storage account', pattern: /^[a-z0-9]{3,24}$/ },
  acr: { says: 'name of the container registry, without .azurecr.io', pattern: /^[a-zA-Z0-9][a-zA-Z0-9-]{2,62}$/ },
  keyVault: { says: 'name of the key vault', pattern: /^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/ },
  appInsights: {
    says: "host of Application Insights' IngestionEndpoint, such as westeurope-1.in.applicationinsights.azure.com",
    pattern: HOST,
  },
  endpoint: { says: 'name of an online endpoint', pattern: LABEL },
  batchAccount: { says: 'name of the Batch account behind the compute', pattern: /^[a-z0-9]{3,24}$/ },
  relay: {
    says: 'name of the Azure Relay (Service Bus) namespace',
    pattern: /^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$/,
  },
  clusterName: { says: 'name of the Kubernetes cluster', pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}$/ },
  apiServer: { says: "host or address of the cluster's API server", pattern: HOST_OR_ADDRESS },
  inferenceRouter: { says: 'address of an azureml-fe pod', pattern: HOST_OR_ADDRESS },
  modelPod: { says: "address of a deployed model's pod", pattern: HOST_OR_ADDRESS },
  identityProxy: { says: 'address of an amlarc-identity-proxy pod', pattern: HOST_OR_ADDRESS },
  extension: { says: 'name of the Azure Machine Learning extension of the cluster', pattern: LABEL },
  dnsServer: { says: 'address of your own DNS server', pattern: HOST_OR_ADDRESS },
  nodeName: { says: 'name of the Kubernetes node', pattern: HOST },
  podName: { says: 'name of the pod connprobe runs in', pattern: HOST },
  namespace: { says: 'Kubernetes namespace connprobe runs in', pattern: LABEL },
  runId: { says: 'id of the job', pattern: NAME },
} as const satisfies Readonly<Record<string, FactRule>>

export type FactName = keyof typeof FACTS

/** Names of all facts, in the order of the table. */
export const FACT_NAMES = Object.keys(FACTS) as readonly FactName[]

/** Whether `name` is a fact of the table. */
export const isFactName = (name: string): name is FactName => Object.hasOwn(FACTS, name)
