/** Addresses that no public network routes: RFC 1918, RFC 6598, RFC 4193 (ULA), link-local and loopback. */
const PRIVATE: readonly RegExp[] = [
  /^10\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^192\.168\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^169\.254\./,
  /^127\./,
  /^::1$/,
  /^f[cd][0-9a-f]{2}:/i,
  /^fe[89ab][0-9a-f]:/i,
]

/** Whether an address, in its usual text form, is private. */
export const isPrivateAddress = (address: string): boolean => PRIVATE.some((range) => range.test(address))
