import type { World } from '../world.ts'
import { answers } from './answers.ts'
import { azure, azureClosed, azurePremium } from './azure-firewall.ts'
import { certificates } from './certificates.ts'
import { ipv6Broken, ipv4Only, localIpv6, ipv6Refused, ipv6Only } from './families.ts'
import { handshakes } from './handshakes.ts'
import { healthy } from './healthy.ts'
import { inspectionUntrusted, inspectionTrusted, squidInspection } from './interception.ts'
import { snat, manyBlocked, fewFiles, untestables } from './limits.ts'
import { names, hostsFile } from './names.ts'
import { proxyRefuses, proxySilent, proxyUnknown, proxyMute, otherProxy, notAProxy } from './other-proxies.ts'
import { packets } from './packets.ts'
import {
  captivePortal,
  captivePortal511,
  noPortal,
  unknownFilter,
  vendorFilter,
  securePortal,
  transparentSquid,
} from './portals.ts'
import { privateZones } from './private-zones.ts'
import { oddServers } from './odd-servers.ts'
import { addressPortal, dataCutter, loudFilter, partInspection, trustedPage } from './odd-firewalls.ts'
import { oddProxy, onlySecure } from './odd-proxies.ts'
import { dnsFirewall, hijackedPage, twoFaults, halfDead, pinned } from './odd-names.ts'
import { allowList, authMissing, authGiven, bumpUntrusted, bumpTrusted } from './proxies.ts'
import {
  resolverDead,
  resolverClosed,
  resolverFirstDead,
  resolverSecondDead,
  resolverServfail,
  resolverRefuses,
  stubCutOff,
  answersDiffer,
  hijack,
  resolverFirstFails,
  searchList,
  searchWildcard,
} from './resolvers.ts'
import { sealed, noRoute, unplugged, lossy } from './sealed.ts'
import { blackHole, largeHello } from './sizes.ts'
import { inlineFilter } from './sni-filter.ts'
import { webServers, fileServers, unboundFilter, dnsmasqFilter } from './software.ts'
import { data, synProxy } from './stateful.ts'
import { clockBehind, clockAhead, oneClock, idle, deadline } from './time.ts'
import { websockets, stripped } from './websockets.ts'

/** Every world of the lab. */
export const worlds: readonly World[] = [
  answers,
  azure,
  azureClosed,
  azurePremium,
  certificates,
  ipv6Broken,
  ipv4Only,
  localIpv6,
  ipv6Refused,
  ipv6Only,
  handshakes,
  healthy,
  inspectionUntrusted,
  inspectionTrusted,
  squidInspection,
  snat,
  manyBlocked,
  fewFiles,
  untestables,
  names,
  hostsFile,
  proxyRefuses,
  proxySilent,
  proxyUnknown,
  proxyMute,
  otherProxy,
  notAProxy,
  dnsFirewall,
  hijackedPage,
  twoFaults,
  halfDead,
  pinned,
  dataCutter,
  partInspection,
  trustedPage,
  loudFilter,
  addressPortal,
  oddProxy,
  onlySecure,
  oddServers,
  packets,
  captivePortal,
  captivePortal511,
  noPortal,
  unknownFilter,
  vendorFilter,
  securePortal,
  transparentSquid,
  privateZones,
  allowList,
  authMissing,
  authGiven,
  bumpUntrusted,
  bumpTrusted,
  resolverDead,
  resolverClosed,
  resolverFirstDead,
  resolverSecondDead,
  resolverServfail,
  resolverRefuses,
  stubCutOff,
  answersDiffer,
  hijack,
  resolverFirstFails,
  searchList,
  searchWildcard,
  sealed,
  noRoute,
  unplugged,
  lossy,
  blackHole,
  largeHello,
  inlineFilter,
  webServers,
  fileServers,
  unboundFilter,
  dnsmasqFilter,
  data,
  synProxy,
  clockBehind,
  clockAhead,
  oneClock,
  idle,
  deadline,
  websockets,
  stripped,
]
