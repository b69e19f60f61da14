import { readAgentOptions, type AgentOptions } from '../agent-options.ts'
import { readImageLayers } from '../catalogue/image-layers.ts'
import { readConfigFile } from '../config-file.ts'
import type { Plan } from '../engine/scene.ts'
import type { Io } from '../io.ts'
import { AGENT, PROBING, SELECTION } from '../option-tables.ts'
import type { RawOptions } from '../options.ts'
import { NO_WEB_CONFIG, readWebConfig, type WebConfig } from '../serve/web-config.ts'
import { readCas } from './gather.ts'
import { readSettings } from './machine.ts'
import { select } from './select.ts'
import { serviceTagger } from './service-tags.ts'

/** Everything that the agent's options and files say, checked and ready for use. */
export type Configuration = { readonly options: AgentOptions; readonly plan: Plan; readonly web: WebConfig }

/**
 * Reads the configuration anew: command line and environment over the file, the manifests, where connprobe runs.
 * @throws UsageError with every mistake of the first of these that has any
 */
export const readConfiguration = async (raw: RawOptions, io: Io): Promise<Configuration> => {
  const file = raw['config']
  const stated = typeof file === 'string' ? await readConfigFile(file, [SELECTION, PROBING, AGENT]) : {}
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined))
  const options = readAgentOptions({ ...stated, ...given })
  const web = options.webConfig === null ? NO_WEB_CONFIG : await readWebConfig(options.webConfig)
  const { vantage, endpoints, notes, unlisted } = await select(options, io)
  const tagged = await serviceTagger(options, vantage.cloud)
  const { stores } = (await readSettings(options, io)).parts
  const { timeoutMs, deadlineMs, concurrency, rate, holdMs, rhythm } = options
  const plan: Plan = {
    endpoints,
    vantage: { ...vantage, notes: [...vantage.notes, ...notes] },
    complete: (run) => ({
      ...tagged(run),
      ...(unlisted !== null && { unlisted }),
    }),
    layers: readImageLayers(),
    rhythm,
    timeoutMs,
    deadlineMs,
    concurrency,
    rate,
    holdMs,
    cas: readCas(endpoints),
    // The trust stores stay: a context of one takes a megabyte and is made but once.
    readSettings: async () => {
      const { machine, parts } = await readSettings(options, io)
      return { machine, parts: { ...parts, stores } }
    },
  }
  return { options, plan, web }
}
