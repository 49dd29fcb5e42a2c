/** What exists instead of what was asked for: tags, architectures, or containers of that name elsewhere. */
import type { ReactNode } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import type { Key } from '../../../src-shared/model/key.ts'
import type { LibraryContainer } from '../../../src-shared/model/library.ts'
import { formatDate, formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { claimText, signerClaim } from '../../../src-shared/text/signer-claim.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { useCall } from '../../app/use-call.ts'
import { offeredContainers, type TagOffer } from './pull-view.ts'

interface OfferRowProps {
  readonly value: string
  readonly first: ReactNode
  readonly second: ReactNode
  readonly amount: string
  readonly right: ReactNode
}

function OfferRow({ value, first, second, amount, right }: OfferRowProps) {
  return (
    <Radio className="offer" value={value}>
      <span className="radio-dot" />
      <span className="stack">
        <span className="cut">{first}</span>
        {second !== null && <span className="quiet small cut">{second}</span>}
      </span>
      <span className="quiet number">{amount}</span>
      <span className="stack">{right}</span>
    </Radio>
  )
}

export interface TagOffersProps {
  readonly offers: readonly TagOffer[]
  readonly onChoose: (tag: string) => void
}

/** Tags that exist, newest first. */
export function TagOffers({ offers, onChoose }: TagOffersProps) {
  return (
    <RadioGroup className="offers" aria-label={transfersText.offersLabel} onChange={onChoose}>
      {offers.map((offer) => (
        <OfferRow
          key={offer.tag}
          value={offer.tag}
          first={<code className="strong">{offer.tag}</code>}
          second={null}
          amount=""
          right={
            <>
              <span className="cut">{offer.architectures.join(', ')}</span>
              {offer.createdAt !== null && (
                <span className="quiet small" title={formatDate(offer.createdAt)}>
                  {formatRelative(offer.createdAt)}
                </span>
              )}
            </>
          }
        />
      ))}
    </RadioGroup>
  )
}

export interface ContainerOffersProps {
  readonly offers: readonly string[]
  readonly keys: ReadonlyMap<string, Key>
  readonly remote: string | null
  readonly onChoose: (path: string) => void
}

function Signed({
  container,
  keys,
}: {
  readonly container: LibraryContainer
  readonly keys: ReadonlyMap<string, Key>
}) {
  const claim = signerClaim(container.signed, container.fingerprints, keys)
  const name = claim.others > 0 ? `${claim.name} ${claimText.andOthers(claim.others)}` : claim.name
  const newest = container.updatedAt === null ? null : formatDate(container.updatedAt)
  return (
    <>
      <span className={claim.fingerprint === null ? 'cut quiet' : 'cut'}>{name}</span>
      <span className="quiet small cut">{transfersText.tagsAvailable(container.tags.length, newest)}</span>
    </>
  )
}

/** Containers with the name that was typed, with what the library tells of them. */
export function ContainerOffers({ offers, keys, remote, onChoose }: ContainerOffersProps) {
  const name = offers[0]?.split('/').at(-1) ?? ''
  const { value } = useCall(
    'library.search',
    name.length < 3 ? null : { query: name, ...(remote === null ? {} : { remote }) },
  )
  const shown = offeredContainers(offers, value?.containers ?? [])
  return (
    <RadioGroup className="offers" aria-label={transfersText.offersLabel} onChange={onChoose}>
      {shown.map(({ path, container }) => {
        const parts = path.split('/')
        return (
          <OfferRow
            key={path}
            value={path}
            first={
              <>
                <span className="quiet">{parts.slice(0, -1).join(' / ')} / </span>
                <span className="strong">{parts.at(-1)}</span>
              </>
            }
            second={container?.description || transfersText.noDescription}
            amount={container === null || container.sizeBytes === null ? '' : formatSize(container.sizeBytes)}
            right={container === null ? null : <Signed container={container} keys={keys} />}
          />
        )
      })}
    </RadioGroup>
  )
}
