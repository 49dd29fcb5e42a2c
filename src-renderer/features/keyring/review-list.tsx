/** What waits for the user about signers, on top of Keys. It stays until it was dealt with. */
import { type ReactNode, useState } from 'react'
import type { Key } from '../../../src-shared/model/key.ts'
import type { ReviewEntry } from '../../../src-shared/model/signer-memory.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { addressOf } from '../../app/address.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { VerdictBanner } from '../../components/verdict-banner.tsx'
import { reviewEntries, reviewKey } from '../trust/review-entries.ts'
import { TrustReview } from '../trust/trust-review.tsx'
import type { ReviewItem } from './key-view.ts'

/** So many are shown at first, so that the list of keys stays in sight. */
const shownAtFirst = 2
const shownWhole = 3

function signerAddress(item: ReviewItem): string {
  const [image] = item.images
  const address = addressOf.key(item.fingerprint)
  return image === undefined ? address : `${address}?image=${encodeURIComponent(image.path)}`
}

const imageNames = (item: ReviewItem): readonly string[] => {
  const names = item.images.slice(0, 3).map(({ name }) => name)
  const rest = item.images.length - names.length
  return rest > 0 ? [...names, keyringText.moreImages(rest)] : names
}

function Review({ item }: { readonly item: ReviewItem }) {
  const claim = item.key === null ? null : firstUserId(item.key.userIds)
  const name = claim === null ? keyringText.nobody : printUserId(claim)
  const [image] = item.images
  const label = `${frameText.signer} ${formatFingerprint(item.fingerprint)}`
  switch (item.kind) {
    case 'unknown':
      return (
        <VerdictBanner
          form="line"
          label={label}
          verdict="unknown"
          sentence={
            <>
              {keyringText.reviewUnknownText(item.images.length)} <b className="medium">{name}</b>.
              <span className="review-images cut">{imageNames(item).join(', ')}</span>
            </>
          }
          action={<LinkButton href={signerAddress(item)}>{keyringText.checkSigner}</LinkButton>}
        />
      )
    case 'noKey':
      return (
        <VerdictBanner
          form="line"
          label={label}
          verdict="cannotCheck"
          sentence={
            <>
              {keyringText.reviewNoKeyText(item.images.length)}{' '}
              <Fingerprint fingerprint={item.fingerprint} form="line" />
              <span className="review-images cut">{imageNames(item).join(', ')}</span>
            </>
          }
          action={<LinkButton href={signerAddress(item)}>{keyringText.showSigner}</LinkButton>}
        />
      )
    case 'revoked':
      return (
        <VerdictBanner
          form="line"
          label={label}
          verdict="revoked"
          sentence={
            <>
              {keyringText.reviewRevokedText(name, item.key?.revoked?.at ?? null)}
              <span className="review-images">{keyringText.reviewRevokedMore(imageNames(item))}</span>
            </>
          }
          action={
            image === undefined ? undefined : (
              <LinkButton href={addressOf.image(image.path)}>{keyringText.showImage}</LinkButton>
            )
          }
        />
      )
  }
}

interface Waiting {
  readonly id: string
  readonly shown: ReactNode
}

export interface ReviewListProps {
  readonly items: readonly ReviewItem[]
  /** What waits besides the signers of local images. */
  readonly entries: readonly ReviewEntry[]
  readonly keys: readonly Key[]
}

export function ReviewList({ items, entries, keys }: ReviewListProps) {
  const [isWhole, setWhole] = useState(false)
  const all: readonly Waiting[] = [
    ...reviewEntries(entries).map((entry) => ({
      id: reviewKey(entry),
      shown: <TrustReview entry={entry} entries={entries} keys={keys} />,
    })),
    ...items.map((item) => ({ id: item.fingerprint, shown: <Review item={item} /> })),
  ]
  if (all.length === 0) return null
  const shown = isWhole || all.length <= shownWhole ? all : all.slice(0, shownAtFirst)
  return (
    <section className="review-list" aria-label={keyringText.toReview}>
      <div className="line">
        <h2>{keyringText.toReview}</h2>
        <b className="review-pill">{all.length}</b>
      </div>
      <ul>
        {shown.map((one) => (
          <li key={one.id}>{one.shown}</li>
        ))}
      </ul>
      {all.length > shown.length && (
        <Button variant="ghost" onPress={() => setWhole(true)}>
          {keyringText.showAllToReview(all.length)}
        </Button>
      )}
    </section>
  )
}
