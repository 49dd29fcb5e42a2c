/** What waits about signers, as a list to show. Pure. */
import type { ReviewEntry } from '../../../src-shared/model/signer-memory.ts'

/** Images that were put apart are one thing to look at, however many they are. */
export function reviewEntries(entries: readonly ReviewEntry[]): readonly ReviewEntry[] {
  const [apart] = entries.filter(({ kind }) => kind === 'apart')
  return [...entries.filter(({ kind }) => kind !== 'apart'), ...(apart === undefined ? [] : [apart])]
}

export function reviewKey(entry: ReviewEntry): string {
  switch (entry.kind) {
    case 'signerChange':
      return `change ${entry.namespace} ${entry.fingerprint}`
    case 'revocation':
      return `revocation ${entry.fingerprint}`
    case 'apart':
      return 'apart'
  }
}
