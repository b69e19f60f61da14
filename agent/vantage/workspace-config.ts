import { dirname, join } from 'node:path'
import { variableClues, type Clue, type Variables } from './clue.ts'
import type { System } from './system.ts'

const VARIABLES: Variables = {
  subscription_id: 'subscription',
  resource_group: 'resourceGroup',
  workspace_name: 'workspaceName',
}

/**
 * What the workspace's `config.json` says, the file that Azure ML's SDK looks for in the working directory and above it. A file
 * of that name that lacks one of the three keys is somebody else's.
 */
export const workspaceConfigClues = ({ cwd, readFile }: System): Clue[] => {
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const path of [join(folder, 'config.json'), join(folder, '.azureml', 'config.json')]) {
      const values = stringsOf(readFile(path))
      if (Object.keys(VARIABLES).every((key) => key in values)) return variableClues(values, VARIABLES, `${path} `)
    }
    if (folder === dirname(folder)) return []
  }
}

const stringsOf = (text: string | null): Record<string, string> => {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value !== 'object' || value === null
      ? {}
      : Object.fromEntries(
          Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
        )
  } catch {
    return {}
  }
}
