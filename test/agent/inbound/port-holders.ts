import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { portHolder } from '../../../agent/inbound/port-holders.ts'

const LINE = '0: 0100007F:2200 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0'

t.test('the process that listens on a port', async (t) => {
  const root = t.testdir({
    net: { tcp: `sl local_address\n   ${LINE}\n   1: ${LINE.slice(3).replace('0A', '01').replace('2200', '2201')}\n` },
    self: {},
    1: { fd: {}, cmdline: '/sbin/init\0' },
    20: { cmdline: '/usr/bin/node\0--secret\0' },
  })
  t.equal(await portHolder(8704, root), 'a process of another user')
  mkdirSync(join(root, '20/fd'))
  symlinkSync('socket:[4711]', join(root, '20/fd/3'))
  t.equal(await portHolder(8704, root), 'node (process 20)')
  writeFileSync(join(root, '20/cmdline'), 'od\u001b[31md')
  t.equal(await portHolder(8704, root), 'od??31md (process 20)')
  t.equal(await portHolder(8705, root), null, 'a connection is no listener')
})

t.test('a system without /proc', async (t) => {
  t.equal(await portHolder(8704, '/nonexistent'), null)
})
