import t from 'tap'
import { publicKnowledge } from '../../../agent/catalogue/public-knowledge.ts'
import { knownHosts } from '../../../agent/report/known-hosts.ts'

t.test('every cloud’s hosts, and the documented names behind wildcards; nobody’s own', async (t) => {
  const lookUp = knownHosts(publicKnowledge().hosts)
  for (const host of ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.chinacloudapi.cn', 'pypi.org'])
    t.strictSame(lookUp(host), [], host)
  t.strictSame(lookUp('contoso.azurecr.io'), [{ kind: 'acr', name: 'contoso' }])
  t.strictSame(lookUp('contoso.blob.core.windows.net'), [{ kind: 'storage', name: 'contoso' }])
  t.equal(lookUp('git.contoso.example'), null)
})

t.test('the addresses of Azure’s own resolver and metadata service', async (t) => {
  const { addresses } = publicKnowledge()
  t.ok(addresses.includes('168.63.129.16'))
  t.ok(addresses.includes('169.254.169.254'))
})
