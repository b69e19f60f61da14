/** What every secret below has in it: most strings don't, and are done. */
const SUSPECT = /[=@]|eyJ|bearer|basic|shared/i
/** What stands in a secret's place. */
const GONE = 'REDACTED'

/** Credentials in a URL: everything between `//` and the last `@` before the path. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]*@/gi
/** Values in a URL's query; the names stay, because signatures of block pages may rest on them. */
const QUERY = /([?&][\w.~%$[\]-]{1,64}=)[^&#\s"'<>)]+/g
/** What follows the scheme of an Authorization header (RFC 9110, section 11.6.2). */
const AUTHORIZATION = /\b(Bearer|Basic|SharedKey|SharedAccessSignature)(\s+)[\w.~+/:=&%-]{16,}/gi
/** A JSON Web Token (RFC 7519), wherever it stands. */
const TOKEN = /\beyJ[\w-]{10,}\.[\w-]+(\.[\w-]*)?/g
/** A shared access signature outside a query, and keys of connection strings. */
const SIGNATURE = /\b(sig|AccountKey|SharedAccessKey|client_secret|password)=[^\s&;"'<>]+/gi

/**
 * Takes secrets out of a string: URL credentials, values of a query (SAS signatures among them), tokens. The last line of
 * defence, for what a peer or a setting put where it doesn't belong: no probe records a secret on purpose.
 */
export const scrub = (text: string): string =>
  SUSPECT.test(text)
    ? text
        .replace(CREDENTIALS, '$1')
        .replace(QUERY, `$1${GONE}`)
        .replace(AUTHORIZATION, `$1$2${GONE}`)
        .replace(TOKEN, GONE)
        .replace(SIGNATURE, `$1=${GONE}`)
    : text
