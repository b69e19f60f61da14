import { writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { z } from 'zod'
import { manifestSchema } from '../catalogue/manifest.ts'
import { reportSchema } from '../report/schema.ts'
import { root } from './root.ts'

/** Draft 7 is what editors' YAML support understands best. `input`: what people write, before defaults are filled in. */
const toJson = (schema: z.ZodType, title: string): unknown => ({
  title,
  ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }),
})

/** Every JSON Schema that is committed: file to text. Made from the code that checks, so the two can't differ. */
export const makeSchemas = async (): Promise<Readonly<Record<string, string>>> => {
  const schemas: Readonly<Record<string, unknown>> = {
    'manifests/manifest.schema.json': toJson(manifestSchema, 'connprobe manifest'),
    'manifests/report.schema.json': toJson(reportSchema, 'connprobe report'),
  }
  const texts = Object.entries(schemas).map(async ([file, schema]) => {
    const options = (await resolveConfig(root + file)) ?? {}
    return [file, await format(JSON.stringify(schema), { ...options, parser: 'json' })] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}

if (import.meta.main) for (const [file, text] of Object.entries(await makeSchemas())) writeFileSync(root + file, text)
