import t from 'tap'
import { knownHosts } from '../../../agent/report/known-hosts.ts'

t.test('literal hosts, facts and wildcards', async (t) => {
  const lookUp = knownHosts([
    'ml.azure.com',
    '*.azurecr.io',
    'mcr.azurecr.io',
    '${storage}.blob.core.windows.net',
    '*.blob.core.windows.net',
    '*.${region}.batch.azure.com',
  ])
  t.strictSame(lookUp('ml.azure.com'), [])
  t.strictSame(lookUp('ML.azure.com'), [])
  t.strictSame(lookUp('mcr.azurecr.io'), [])
  t.strictSame(lookUp('mine.azurecr.io'), [{ kind: 'name', name: 'mine' }])
  t.strictSame(lookUp('mine.blob.core.windows.net'), [{ kind: 'storage', name: 'mine' }], 'facts before wildcards')
  t.strictSame(lookUp('a.b.westeurope.batch.azure.com'), [
    { kind: 'name', name: 'a.b' },
    { kind: 'region', name: 'westeurope' },
  ])
  t.equal(lookUp('ml.azure.com.evil.example'), null)
  t.equal(lookUp('azurecr.io'), null)
  t.equal(lookUp('mlXazure.com'), null)
})
