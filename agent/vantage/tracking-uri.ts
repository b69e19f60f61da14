import type { Clouds } from '../catalogue/clouds.ts'
import type { FactName } from '../catalogue/facts.ts'
import { urlClues, type Clue } from './clue.ts'

/** Segments of an ARM resource id, and the facts that follow them. */
const SEGMENTS: Readonly<Record<string, FactName>> = {
  subscriptions: 'subscription',
  resourceGroups: 'resourceGroup',
  workspaces: 'workspaceName',
}

/**
 * Clues in a workspace's `MLFLOW_TRACKING_URI`, which compute instances and jobs have:
 * `azureml://REGION.api.azureml.ms/mlflow/v1.0/subscriptions/...`. Any other tracking server says nothing.
 */
export const trackingClues = (clouds: Clouds, uri: string | undefined, from: string): Clue[] =>
  uri?.startsWith('azureml://') === true ? [...urlClues(clouds, uri, from), ...armIdClues(uri, from)] : []

const armIdClues = (uri: string, from: string): Clue[] =>
  Object.entries(SEGMENTS).flatMap(([segment, fact]) => {
    const value = new RegExp(`/${segment}/([^/?#]+)`, 'i').exec(uri)?.[1]
    return value === undefined ? [] : [{ fact, value, from }]
  })
