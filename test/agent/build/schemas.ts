import { readFileSync } from 'node:fs'
import t from 'tap'
import { makeSchemas } from '../../../agent/build/schemas.ts'

t.test('the committed schemas are what the code makes: npm run schemas', async (t) => {
  const schemas = Object.entries(await makeSchemas())
  t.ok(schemas.length > 0)
  for (const [file, text] of schemas)
    t.equal(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'), text, file)
})
