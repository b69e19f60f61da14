import type { Clouds } from '../catalogue/clouds.ts'
import { hostClues, urlClues, variableClues, type Clue, type Variables } from './clue.ts'
import { isJob } from './job.ts'
import type { System } from './system.ts'

/** Beside the service account's token, which is never read. */
const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace'

/** The downward API as the chart sets it, the kubelet's own variable, and workload identity's. */
const VARIABLES: Variables = {
  NODE_NAME: 'nodeName',
  POD_NAME: 'podName',
  POD_NAMESPACE: 'namespace',
  KUBERNETES_SERVICE_HOST: 'apiServer',
  AZURE_TENANT_ID: 'tenant',
}

/** Whether this is a pod. */
export const isKubernetes = ({ env }: System): boolean => !!env['KUBERNETES_SERVICE_HOST']

/** What a pod's environment says. */
export const kubernetesClues = (system: System, clouds: Clouds): Clue[] =>
  isKubernetes(system)
    ? [
        { fact: 'compute', value: 'kubernetes', from: 'KUBERNETES_SERVICE_HOST' },
        ...workloadClues(system),
        ...variableClues(system.env, VARIABLES),
        ...hostClues(clouds, system.env['KUBERNETES_SERVICE_HOST'] ?? '', 'KUBERNETES_SERVICE_HOST'),
        ...urlClues(clouds, system.env['AZURE_AUTHORITY_HOST'], 'AZURE_AUTHORITY_HOST'),
      ]
    : []

/** A job trains; a deployment's container is told where its model is. */
const workloadClues = (system: System): Clue[] => {
  if (isJob(system)) return [{ fact: 'workload', value: 'training', from: 'AZUREML_RUN_ID' }]
  return system.env['AZUREML_MODEL_DIR'] ? [{ fact: 'workload', value: 'inference', from: 'AZUREML_MODEL_DIR' }] : []
}

/** What a pod's files say. */
export const kubernetesFileClues = (system: System): Clue[] => {
  const namespace = isKubernetes(system) ? system.readFile(NAMESPACE_FILE)?.trim() : undefined
  return namespace ? [{ fact: 'namespace', value: namespace, from: NAMESPACE_FILE }] : []
}
