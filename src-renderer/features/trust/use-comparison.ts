/** Compares what was pasted with a key's fingerprint; of a pasted key block the engine computes the fingerprint. */
import { useMemo } from 'react'
import {
  compareDigits,
  type FingerprintComparison,
  type FingerprintPaste,
  readFingerprint,
} from '../../../src-shared/model/fingerprint-paste.ts'
import { fingerprintGroups } from '../../../src-shared/text/format.ts'
import { comparisonWords, trustText } from '../../../src-shared/text/trust.ts'
import { useCall } from '../../app/use-call.ts'

export interface Compared {
  readonly paste: FingerprintPaste
  readonly comparison: FingerprintComparison
  /** Every digit was given and is equal. */
  readonly isSame: boolean
  /** Why a pasted key block has no one fingerprint; null when it has, or none was pasted. */
  readonly keyProblem: 'keyUnreadable' | 'keySeveral' | null
  /** The comparison as one sentence. */
  readonly spoken: string
}

function digitsOf(paste: FingerprintPaste, blockFingerprint: string | null): string {
  switch (paste.kind) {
    case 'fingerprint':
      return paste.fingerprint
    case 'partial':
      return paste.digits
    case 'keyBlock':
      return blockFingerprint ?? ''
    case 'empty':
    case 'privateKey':
    case 'several':
    case 'unreadable':
      return ''
  }
}

function speak(fingerprint: string, comparison: FingerprintComparison): string {
  const own = fingerprintGroups(fingerprint).join(' ')
  if (comparison.outcome === 'nothing') return own
  const differing = comparison.groups.flatMap((group, index) => (group.state === 'differs' ? [index + 1] : []))
  const { word, text } = comparisonWords(comparison)
  return `${own}. ${word} ${text}${differing.length > 0 ? ` ${trustText.groupsThatDiffer(differing)}` : ''}`
}

/**
 * @param fingerprint of the key, plain
 * @param text what was pasted or typed
 */
export function useComparison(fingerprint: string, text: string): Compared {
  const paste = useMemo(() => readFingerprint(text), [text])
  const block = paste.kind === 'keyBlock' ? paste.armored : null
  const { value: preview, error } = useCall(
    'keyring.previewImport',
    block === null ? null : { material: { kind: 'text', text: block } },
  )
  const changes = block === null ? [] : (preview?.changes ?? [])
  const only = changes.length === 1 ? (changes[0]?.fingerprint ?? null) : null
  const isUnreadable = block !== null && (error !== null || (preview !== null && changes.length === 0))
  const comparison = compareDigits(fingerprint, digitsOf(paste, only))
  return {
    paste,
    comparison,
    isSame: (paste.kind === 'fingerprint' || only !== null) && comparison.outcome === 'same',
    keyProblem: isUnreadable ? 'keyUnreadable' : changes.length > 1 ? 'keySeveral' : null,
    spoken: speak(fingerprint, comparison),
  }
}
