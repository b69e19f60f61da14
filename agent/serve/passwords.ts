import { createHmac, randomBytes } from 'node:crypto'
import bcrypt from 'bcryptjs'
import { createLimit } from '../engine/limit.ts'

/** Answers that are remembered. */
const MOST_REMEMBERED = 128
/** Checks that may wait for their turn: a check burns a third of a second at the usual cost, and probes measure time. */
const MOST_WAITING = 4
/** After a wrong password the next check waits, milliseconds: for those who guess, and for the probes beside. */
const PAUSE_MS = 500

/** Whether a password is the user's; `busy`: too many ask at once. */
export type Credentials = (user: string, password: string) => Promise<'right' | 'wrong' | 'busy'>

/**
 * Checks passwords against bcrypt hashes, one at a time. An unknown user takes as long as a wrong password.
 * @param users hashes by user, at least one
 * @param pauseMs after a wrong password
 */
export const createCredentials = (users: ReadonlyMap<string, string>, pauseMs = PAUSE_MS): Credentials => {
  const limit = createLimit(1)
  const remembered = new Map<string, boolean>()
  const key = randomBytes(32)
  const [anyHash = ''] = users.values()
  let waiting = 0
  const check = async (user: string, password: string, digest: string): Promise<boolean> => {
    const hash = users.get(user)
    const matches = await bcrypt.compare(password, hash ?? anyHash)
    const isRight = matches && hash !== undefined
    const [oldest] = remembered.keys()
    if (remembered.size >= MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
    remembered.set(digest, isRight)
    if (!isRight) await new Promise((resume) => setTimeout(resume, pauseMs))
    return isRight
  }
  return async (user, password) => {
    // Only a keyed digest is kept: looking it up tells nothing of the password by its timing.
    const digest = createHmac('sha256', key)
      .update(JSON.stringify([user, password]))
      .digest('hex')
    const known = remembered.get(digest)
    if (known !== undefined) return known ? 'right' : 'wrong'
    if (waiting >= MOST_WAITING) return 'busy'
    waiting++
    try {
      return (await limit(() => check(user, password, digest))) ? 'right' : 'wrong'
    } finally {
      waiting--
    }
  }
}
