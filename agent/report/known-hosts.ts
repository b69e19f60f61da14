/** A part of a host that a pattern leaves open, and what stands there: a fact's name, or `name` for a wildcard. */
type OpenPart = { readonly kind: string; readonly name: string }

/** What the published lists say of a host: null when it is in none; else the parts that they leave open. */
export type LookUp = (host: string) => readonly OpenPart[] | null

/**
 * Makes the look-up for hosts as manifests state them: `login.microsoftonline.com`, `*.azurecr.io`,
 * `${storage}.blob.core.windows.net`. A literal one wins over a pattern, and facts win over wildcards.
 */
export const knownHosts = (stated: readonly string[]): LookUp => {
  const literal = new Set(stated.filter((host) => !isPattern(host)).map((host) => host.toLowerCase()))
  const patterns = [...new Set(stated.filter(isPattern))]
    .sort((a, b) => Number(a.includes('*')) - Number(b.includes('*')))
    .map(compile)
  return (host) => {
    if (literal.has(host.toLowerCase())) return []
    for (const { regex, kinds } of patterns) {
      const match = regex.exec(host)
      if (match !== null) return kinds.map((kind, index) => ({ kind, name: match[index + 1] ?? '' }))
    }
    return null
  }
}

const isPattern = (host: string): boolean => host.includes('*') || host.includes('${')

const compile = (host: string): { readonly regex: RegExp; readonly kinds: readonly string[] } => {
  const kinds: string[] = []
  const source = host
    .split(/(\$\{\w+\}|\*)/)
    .map((part) => {
      const fact = /^\$\{(\w+)\}$/.exec(part)?.[1]
      if (fact === undefined && part !== '*') return part.replace(/[.+?^$()|[\]\\{}]/g, '\\$&')
      kinds.push(fact ?? 'name')
      return fact === undefined ? '(.+)' : '([^.]+)'
    })
    .join('')
  return { regex: new RegExp(`^${source}$`, 'i'), kinds }
}
