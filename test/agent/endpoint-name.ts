import t from 'tap'
import { endpointNamer, hostPort } from '../../agent/endpoint-name.ts'

t.test('host and port, and more only where that is not unique', async (t) => {
  const https = { host: 'a.example', port: 443, probe: 'https' } as const
  const websocket = { ...https, probe: 'websocket' } as const
  const check = { ...https, check: 'entra-id' }
  t.equal(endpointNamer([https])(https), 'a.example:443')
  const name = endpointNamer([https, websocket, check])
  t.equal(name(https), 'a.example:443/https')
  t.equal(name(websocket), 'a.example:443/websocket')
  t.equal(name(check), 'a.example:443/https/entra-id')
  t.equal(hostPort({ host: '2001:db8::1', port: 443 }), '[2001:db8::1]:443')
})
