import { z } from 'zod'

/** Codes are words; anything else could be anything. */
const word = z.string().regex(/^[\w.-]{1,64}$/)
/** ARM's form, and the one of OAuth (RFC 6749, section 5.2) with Microsoft Entra ID's numbers. */
const armError = z.object({ error: z.object({ code: word }) }).transform(({ error }) => error.code)
const entraError = z
  .object({ error_codes: z.tuple([z.int()], z.int()) })
  .transform(({ error_codes: [code] }) => `AADSTS${code}`)
const oauthError = z.object({ error: word }).transform(({ error }) => error)
const anyError = z.union([armError, entraError, oauthError])

/** The error code in an answer's body; null where it holds none, as in a list, or a page that isn't Azure's. */
export const errorCode = (body: string): string | null => {
  try {
    return anyError.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}
