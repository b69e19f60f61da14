import type { Clouds } from '../catalogue/clouds.ts'
import { urlClues, variableClues, type Clue, type Variables } from './clue.ts'
import type { System } from './system.ts'

/** AZUREML_RUN_TOKEN and its like are secrets: only what is listed here is read. */
const VARIABLES: Variables = {
  AZUREML_ARM_SUBSCRIPTION: 'subscription',
  AZUREML_ARM_RESOURCEGROUP: 'resourceGroup',
  AZUREML_ARM_WORKSPACE_NAME: 'workspaceName',
  AZUREML_WORKSPACE_ID: 'workspaceId',
  AZUREML_RUN_ID: 'runId',
}

/** Whether this is an Azure ML job, on whichever compute. */
export const isJob = ({ env }: System): boolean => !!env['AZUREML_RUN_ID']

/** What the environment of an Azure ML job says. */
export const jobClues = ({ env }: System, clouds: Clouds): Clue[] => [
  ...variableClues(env, VARIABLES),
  ...urlClues(clouds, env['AZUREML_SERVICE_ENDPOINT'], 'AZUREML_SERVICE_ENDPOINT'),
]
