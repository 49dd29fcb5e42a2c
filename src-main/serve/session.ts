/**
 * Who is let in: tokens that work once, each exchanged for a cookie. Only hashes are kept and
 * compared, so that neither a comparison's time nor a memory picture of the table gives one away.
 */
import { createHash, randomBytes } from 'node:crypto'

export interface Sessions {
  /** A new token for the address that is printed; those not yet used stay valid. */
  newToken(): string
  /** Uses a token up. @returns the value of a new cookie, or null when the token is not valid (any more) */
  exchange(token: string): string | null
  isValid(cookieHeader: string | undefined): boolean
  /** The `Set-Cookie` header for a value from `exchange`. */
  setCookie(value: string): string
}

const maxTokens = 20
const maxSessions = 100

/** @param name tells the cookies of several servers on this computer apart: browsers share them among ports */
export function createSessions(name: string): Sessions {
  const tokens = new Set<string>()
  const sessions = new Set<string>()
  return {
    newToken() {
      const token = randomBytes(32).toString('base64url')
      add(tokens, token, maxTokens)
      return token
    },
    exchange(token) {
      if (!tokens.delete(hash(token))) return null
      const value = randomBytes(32).toString('base64url')
      add(sessions, value, maxSessions)
      return value
    },
    isValid: (header) => cookiesOf(header, name).some((value) => sessions.has(hash(value))),
    setCookie: (value) => `${name}=${value}; Path=/; HttpOnly; SameSite=Strict`,
  }
}

function add(set: Set<string>, secret: string, limit: number): void {
  set.add(hash(secret))
  const oldest = set.values().next().value
  if (set.size > limit && oldest !== undefined) set.delete(oldest)
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64')
}

function cookiesOf(header: string | undefined, name: string): readonly string[] {
  return (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1))
}
