import { readBuiltin } from '../catalogue/builtin.ts'
import { parseClouds } from '../catalogue/clouds.ts'
import { readServiceTags } from '../catalogue/service-tags.ts'
import { tagAddresses } from '../catalogue/tag-addresses.ts'
import type { Cloud, RunEvidence } from '../model.ts'
import type { ProbingOptions } from '../options.ts'

/**
 * What adds the service tags of `--service-tags` to a run of this cloud; without that option, nothing. The file is read at once: before
 * the first probe.
 * @throws UsageError for a file that is none, or of another cloud
 */
export const serviceTagger = async (
  { serviceTags }: ProbingOptions,
  cloud: Cloud,
): Promise<(run: RunEvidence) => RunEvidence> => {
  if (serviceTags === null) return (run) => run
  const tags = await readServiceTags(serviceTags, cloud, parseClouds(readBuiltin('clouds.yaml')))
  return (run) => tagAddresses(run, tags)
}
