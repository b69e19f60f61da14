import t from 'tap'
import { findDenial, findSignature } from '../../../agent/judge/signatures.ts'
import { knowledge } from '../../fixtures/evidence.ts'

const vendor = (status: number, headers: Record<string, string> = {}, body = '') =>
  findSignature(knowledge, { status, headers, body })?.vendor ?? null

t.test('products by what they say, with a near miss each', async (t) => {
  t.equal(vendor(470, {}, 'Action: Deny. Reason: No rule matched.'), 'Azure Firewall')
  t.equal(vendor(470), null)
  t.equal(vendor(503, { 'x-squid-error': 'ERR_DNS_FAIL 0' }), 'Squid')
  t.equal(vendor(503, { server: 'squid/5.7' }), null)
  t.equal(vendor(403, { server: 'Zscaler/6.2' }), 'Zscaler')
  t.equal(vendor(403, {}, 'Zscaler is our customer'), null)
  t.equal(
    vendor(200, {}, '<title>Web Filter Violation</title>FortiGuard Intrusion Prevention - Access Blocked'),
    'FortiGate',
  )
  t.equal(
    vendor(503, {}, '<title>Web Page Blocked</title> ... in accordance with company policy'),
    'Palo Alto Networks',
  )
  t.equal(vendor(503, {}, 'Web Page Blocked'), null)
  t.equal(vendor(302, { location: 'http://10.1.1.1/UserCheck/PortalMain' }), 'Check Point')
  t.equal(vendor(403, {}, 'Sophos ... This website is blocked'), 'Sophos')
  t.equal(vendor(303, { location: 'https://block.opendns.com/main' }), 'Cisco Umbrella')
  t.equal(vendor(303, { location: 'https://www.opendns.com/main' }), null)
  t.equal(vendor(403, {}, 'Network Error (policy_denied)'), 'Blue Coat (Symantec)')
  t.equal(vendor(403, {}, 'McAfee Web Gateway - Notification: URL Blocked'), 'McAfee Web Gateway (Skyhigh)')
  t.equal(vendor(403, {}, 'blocked by the Barracuda Web Security Gateway'), 'Barracuda')
  t.equal(vendor(302, { location: 'http://10.2.2.2:15871/cgi-bin/blockpage.cgi' }), 'Forcepoint (Websense)')
  t.equal(vendor(200, {}, '<WISPAccessGatewayParam><Redirect><LoginURL>x'), 'a captive portal')
  t.equal(vendor(403, {}, 'Access denied'), null)
})

t.test('a denial needs its status and its code', async (t) => {
  const denied = (status: number, body: string) => findDenial(knowledge, { status, body })?.service ?? null
  t.equal(denied(403, '{"type":"https://azconfig.io/errors/ip-address-rejected"}'), 'Azure App Configuration')
  t.equal(denied(401, 'Ip has been prevented to connect to the endpoint'), 'Azure Service Bus')
  t.equal(denied(200, 'ForbiddenByConnection'), null)
  t.equal(denied(403, 'client with IP'), null)
})
