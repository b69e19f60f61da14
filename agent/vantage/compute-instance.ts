import type { Clouds } from '../catalogue/clouds.ts'
import { hostClues, readLines, variableClues, type Clue, type Variables } from './clue.ts'
import type { System } from './system.ts'
import { trackingClues } from './tracking-uri.ts'

/** Where an Azure ML compute instance keeps what it is. */
const INSTANCE_FILE = '/mnt/azmnt/.nbvm'
/** Environment of login shells; cron jobs and services have only these two files. */
const ENVIRONMENT_FILE = '/etc/environment'
/** Holds the managed identity's secret: only the names of its variables are looked at here. */
const IDENTITY_FILE = '/etc/environment.sso'

const VARIABLES: Variables = { CI_NAME: 'instance', CI_WORKSPACE: 'workspaceName', CI_RESOURCE_GROUP: 'resourceGroup' }

/** Whether this is an Azure ML compute instance. */
export const isComputeInstance = ({ env, readFile }: System): boolean =>
  !!env['CI_NAME'] ||
  'instance' in readLines(readFile(INSTANCE_FILE) ?? '') ||
  'MSI_ENDPOINT' in readLines(readFile(IDENTITY_FILE) ?? '')

/** What a compute instance's environment says. */
export const computeInstanceClues = ({ env }: System): Clue[] => variableClues(env, VARIABLES)

/** What a compute instance's files say, for cron jobs and services, which lack the environment of a login shell. */
export const computeInstanceFileClues = ({ readFile }: System, clouds: Clouds): Clue[] => {
  const instance = readLines(readFile(INSTANCE_FILE) ?? '')
  const environment = readLines(readFile(ENVIRONMENT_FILE) ?? '')
  const within = `${ENVIRONMENT_FILE} `
  return [
    ...variableClues(instance, { instance: 'instance' }, `${INSTANCE_FILE} `),
    ...hostClues(clouds, instance['domainsuffix'] ?? '', `${INSTANCE_FILE} domainsuffix`),
    ...variableClues(environment, VARIABLES, within),
    ...trackingClues(clouds, environment['MLFLOW_TRACKING_URI'], `${within}MLFLOW_TRACKING_URI`),
  ]
}
