/** User ids of keys, split into their parts and made safe to show. What they say is a claim. */
import { displayClaim } from './claims.ts'

export interface UserId {
  /** Never empty: the address or the whole id stands in where no name is given. */
  readonly name: string
  readonly email: string | null
  readonly comment: string | null
}

/**
 * Splits `Name (comment) <address>`, the usual form; anything else is taken as a name.
 * All parts are made safe by {@link displayClaim}.
 */
export function readUserId(text: string): UserId {
  const match = /^([^<(]*?)\s*(?:\(([^)]*)\))?\s*(?:<([^>]*)>)?\s*$/s.exec(text)
  const part = (value: string | undefined): string | null => {
    const shown = displayClaim(value ?? '')
    return shown === '' ? null : shown
  }
  if (match === null) return { name: displayClaim(text), email: null, comment: null }
  const email = part(match[3])
  return { name: part(match[1]) ?? email ?? displayClaim(text), email, comment: part(match[2]) }
}

/** `Name <address>` as it may be shown. */
export function printUserId({ name, email }: UserId): string {
  return email === null || email === name ? name : `${name} <${email}>`
}

/** The first name a key claims, safe to show; null for a key that claims none. */
export function firstUserId(userIds: readonly string[]): UserId | null {
  return userIds.map(readUserId).find(({ name }) => name !== '') ?? null
}
