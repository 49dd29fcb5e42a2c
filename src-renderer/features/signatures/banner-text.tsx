/** A line of the banner with what matters in it set off: the signer's name strong, a fingerprint in groups. */
import type { ReactNode } from 'react'
import type { Verification } from '../../../src-shared/model/verification.ts'
import { claimedName } from '../../../src-shared/text/verdicts/index.ts'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { signatureInQuestion } from './next-step.ts'

export type TextPiece =
  | { readonly kind: 'text' | 'name'; readonly text: string; readonly place: number }
  | { readonly kind: 'fingerprint'; readonly text: string; readonly place: number }

/** Splits a sentence at fingerprints and at the name, if it holds them. */
export function bannerPieces(sentence: string, name: string | null): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let place = 0
  for (const part of sentence.split(/([0-9A-F]{64}|[0-9A-F]{40})/)) {
    if (/^[0-9A-F]{40,64}$/.test(part)) pieces.push({ kind: 'fingerprint', text: part, place })
    else {
      const at = name === null || name === '' ? -1 : part.indexOf(name)
      if (name !== null && at !== -1) {
        if (at > 0) pieces.push({ kind: 'text', text: part.slice(0, at), place })
        pieces.push({ kind: 'name', text: name, place: place + at })
        const rest = part.slice(at + name.length)
        if (rest !== '') pieces.push({ kind: 'text', text: rest, place: place + at + name.length })
      } else if (part !== '') pieces.push({ kind: 'text', text: part, place })
    }
    place += part.length
  }
  return pieces
}

export function BannerLine({
  sentence,
  verification,
}: {
  readonly sentence: string
  readonly verification: Verification
}): ReactNode {
  const finding = signatureInQuestion(verification)
  const name = finding === null ? null : claimedName(finding)
  return bannerPieces(sentence, name).map((piece) => {
    if (piece.kind === 'fingerprint') return <Fingerprint key={piece.place} fingerprint={piece.text} form="line" />
    return piece.kind === 'name' ? <strong key={piece.place}>{piece.text}</strong> : piece.text
  })
}
