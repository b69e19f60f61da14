import type { ChainTrust, ClientTrust } from '../model.ts'

/** Verification results that are the same for every store: about the name or the dates. */
const NOT_OF_THE_STORE = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

/**
 * Where programs of this machine don't agree about a chain: one sentence for each that doesn't accept it, with what to set.
 * Nothing where all agree.
 */
export const trustRemarks = (chains: readonly ChainTrust[]): string[] =>
  chains.flatMap(({ authority, clients }) => {
    const accepting = clients.filter(({ ok }) => ok === true)
    const refusing = clients.filter(({ ok, error }) => ok === false && !NOT_OF_THE_STORE.has(error ?? ''))
    if (refusing.length === 0) return []
    const name = commonName(authority)
    if (accepting.length === 0)
      return [`No program of this machine trusts "${name}": ${refusing.map(nameOf).join(', ')} fail.`]
    return [
      ...refusing.map((client) => disagreement(client, name, accepting)),
      ...clients
        .filter(({ ok }) => ok === null)
        .map(({ client, error = '' }) => `${client} was not checked for "${name}": ${error}.`),
    ]
  })

const nameOf = ({ client }: ClientTrust): string => client

const disagreement = (client: ClientTrust, authority: string, accepting: readonly ClientTrust[]): string => {
  const chosen = client.setBy === null ? client.store : `${client.store}, by ${client.setBy}`
  const working = accepting.map(nameOf).slice(0, 2).join(' and ')
  const verb = accepting.length === 1 ? 'works' : 'work'
  return `${working} ${verb}, ${client.client} fails: it does not trust "${authority}" (${chosen}). Fix: ${fixOf(client, accepting)}.`
}

/** A file that an accepting program reads by default holds the CA beside the public ones; one that somebody chose may not. */
const fixOf = ({ fix }: ClientTrust, accepting: readonly ClientTrust[]): string =>
  fix.replace(
    '<FILE>',
    () =>
      accepting.find(({ store, setBy }) => setBy === null && store.startsWith('/'))?.store ??
      'a PEM file that holds it beside the public CAs',
  )

const commonName = (distinguished: string): string =>
  /(?:^|, )CN=(.+?)(?:, [A-Z]+=|$)/.exec(distinguished)?.[1] ?? distinguished

/** What each program makes of a chain, for somebody who wants to see all of it. */
export const trustRows = ({ clients }: ChainTrust): string[] =>
  clients.map(({ client, store, setBy, ok, error }) => {
    const said = ok === null ? `not checked (${error ?? '?'})` : ok ? 'accepts it' : `refuses it (${error ?? '?'})`
    return `${client}: ${said}; ${store}${setBy === null ? '' : `, by ${setBy}`}`
  })
