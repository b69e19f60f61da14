import t from 'tap'
import { objectNames } from '../../../agent/rules/object-names.ts'
import { HOSTILE } from '../../fixtures/rules.ts'

t.test('each name once, in letters that every firewall takes', async (t) => {
  const name = objectNames(20)
  t.equal(name('Microsoft Entra ID'), 'Microsoft-Entra-ID')
  t.equal(name('microsoft entra id'), 'microsoft-entra-id-2', 'without regard to case')
  t.equal(name('*.azureml.ms'), 'azureml-ms')
  t.equal(name(''), 'rule')
  t.equal(name('Azure blob storage, required to fetch'), 'Azure-blob-storage-r')
  t.equal(name('Azure blob storage, required for logs'), 'Azure-blob-storage-2')
  for (const text of HOSTILE) t.match(name(text), /^[A-Za-z0-9-]{1,20}$/)
})
