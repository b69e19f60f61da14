import t from 'tap'
import { bare, isLocalName, isWithin, registrable } from '../../../agent/judge/names.ts'

t.test('registrable() names what somebody registered', async (t) => {
  for (const [host, domain] of [
    ['ml.azure.com', 'azure.com'],
    ['AZURE.com.', 'azure.com'],
    ['www.example.co.uk', 'example.co.uk'],
    ['a.b.chinacloudapi.cn', 'chinacloudapi.cn'],
    ['20.1.1.1', '20.1.1.1'],
    ['localhost', 'localhost'],
  ] as const)
    t.equal(registrable(host), domain)
})

t.test('isWithin() and isLocalName()', async (t) => {
  t.ok(isWithin('a.localhost', 'localhost'))
  t.notOk(isWithin('notlocalhost', 'localhost'))
  t.equal(bare('A.b.'), 'a.b')
  for (const host of ['kubernetes', 'x.svc', 'db.corp', 'a.home.arpa']) t.ok(isLocalName(host), host)
  for (const host of ['pypi.org', 'svc.example.com']) t.notOk(isLocalName(host), host)
})
