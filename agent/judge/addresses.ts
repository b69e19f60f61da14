/** What kind of address this is, from its text alone. */

const bytesOf = (address: string): readonly number[] | null => {
  const v4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/i.exec(address)
  return v4 ? v4.slice(1).map(Number) : null
}

export const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4)

/** 0.0.0.0, `::` and loopback: this machine itself. */
export const isSelf = (address: string): boolean => {
  const [first] = bytesOf(address) ?? []
  return first === undefined ? address === '::' || address === '::1' : first === 0 || first === 127
}

/** Private use (RFC 1918), shared (RFC 6598), link-local and unique local addresses: not of the public internet. */
export const isPrivate = (address: string): boolean => {
  const bytes = bytesOf(address)
  if (bytes === null) return /^(f[cd]|fe[89ab])/i.test(address)
  const [a = 0, b = 0] = bytes
  return (
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254)
  )
}

export const isPublic = (address: string): boolean => !isPrivate(address) && !isSelf(address)

/** Whether the text is an address rather than a name. */
export const isAddress = (host: string): boolean => host.includes(':') || /^\d+(\.\d+){3}$/.test(host)
