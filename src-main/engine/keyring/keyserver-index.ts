/**
 * Reads the list of keys that a keyserver answers a search with. Servers disagree about escaping,
 * trailing colons and which lines there are, so reading is lenient; entries without a full
 * fingerprint are left out, because a short id tells no key. Source: services reference, 3.1.
 */
import { displayClaim } from '../../../src-shared/model/claims.ts'

export interface IndexEntry {
  readonly fingerprint: string
  /** Claims, made safe to show. */
  readonly userIds: readonly string[]
  readonly algorithm: string
  readonly createdAt: string | null
  readonly expiresAt: string | null
  readonly revoked: boolean
}

const mostEntries = 5000
const mostUserIds = 50
const algorithmNames: Readonly<Record<string, string>> = {
  '1': 'rsa',
  '16': 'elgamal',
  '17': 'dsa',
  '18': 'ecdh',
  '19': 'ecdsa',
  '22': 'ed25519',
  '27': 'ed25519',
  '28': 'ed448',
}

/** @param text the body of a machine-readable index */
export function readIndex(text: string): readonly IndexEntry[] {
  const entries: (Omit<IndexEntry, 'userIds'> & { readonly userIds: string[] })[] = []
  let isWanted = false
  for (const line of text.split(/\r?\n/)) {
    const fields = line.split(':').map((field) => field.trim())
    if (fields[0] === 'pub') {
      const fingerprint = (fields[1] ?? '').replace(/^0x/i, '').toUpperCase()
      isWanted = /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(fingerprint) && entries.length < mostEntries
      if (isWanted) entries.push({ ...keyFields(fields), fingerprint, userIds: [] })
    } else if (fields[0] === 'uid' && isWanted) {
      const userIds = entries.at(-1)?.userIds
      const name = displayClaim(percentDecoded(fields[1] ?? ''))
      if (userIds !== undefined && userIds.length < mostUserIds && name !== '') userIds.push(name)
    }
  }
  return entries
}

function keyFields(fields: readonly string[]): Omit<IndexEntry, 'fingerprint' | 'userIds'> {
  const [, , number = '', bits = '', created = '', expires = '', flags = ''] = fields
  const name = algorithmNames[number] ?? (number === '' ? 'unknown' : `algorithm ${number.slice(0, 4)}`)
  return {
    algorithm: (name === 'rsa' || name === 'dsa') && /^\d{1,5}$/.test(bits) ? `${name}${bits}` : name,
    createdAt: time(created),
    expiresAt: time(expires),
    revoked: flags.includes('r'),
  }
}

function time(seconds: string): string | null {
  const value = /^\d{1,11}$/.test(seconds) ? Number(seconds) * 1000 : Number.NaN
  return Number.isNaN(value) || value === 0 ? null : new Date(value).toISOString()
}

/** Percent escapes where they are whole; what is none stays as it is. */
function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}
