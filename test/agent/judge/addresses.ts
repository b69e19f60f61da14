import t from 'tap'
import { familyOf, isAddress, isPrivate, isPublic, isSelf } from '../../../agent/judge/addresses.ts'

t.test('kinds of addresses', async (t) => {
  for (const address of [
    '10.1.1.1',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.1.1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
  ])
    t.ok(isPrivate(address) && !isPublic(address), address)
  for (const address of ['20.1.1.1', '172.32.0.1', '100.128.0.1', '2603::1', '::ffff:20.0.0.1'])
    t.ok(isPublic(address) && !isPrivate(address), address)
  for (const address of ['0.0.0.0', '127.0.0.53', '::', '::1']) t.ok(isSelf(address) && !isPublic(address), address)
  t.equal(familyOf('::1'), 6)
  t.equal(familyOf('10.0.0.1'), 4)
  t.ok(isAddress('2603::1') && isAddress('10.0.0.1') && !isAddress('10.example'))
})
