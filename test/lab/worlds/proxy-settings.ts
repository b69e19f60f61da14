/** What worlds with an explicit proxy have in common. */
import { forward } from '../rules.ts'
import { SQUID } from '../software/squid.ts'

/** The proxy's URL; `account` is `user:password@`. */
export const proxyAt = (host: string, account = '') => `http://${account}${host}:${SQUID.proxy}`
/** Programs differ in the case that they read. */
export const settings = (proxy: string, noProxy = 'localhost') => ({
  ...{ HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: noProxy },
  ...{ https_proxy: proxy, http_proxy: proxy, no_proxy: noProxy },
})
/** Only names and one address pass without the proxy. */
export const onlyProxy = forward(
  'ct state established,related accept',
  'iifname "outside" accept',
  'ip daddr { 168.63.129.16, 20.61.0.1 } accept',
  'drop',
)
