/** What of a typed reference is missing, said plainly, and what there is instead. */
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import type { Key } from '../../../src-shared/model/key.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { addressOf } from '../../app/address.ts'
import { Button } from '../../components/button.tsx'
import { ErrorActions } from '../../components/error-actions.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { ContainerOffers, TagOffers } from './offers.tsx'
import { elsewhere, type Situation, withOtherScheme, withTag } from './pull-view.ts'

export interface MissingProps {
  readonly situation: Situation
  readonly text: string
  readonly keys: ReadonlyMap<string, Key>
  readonly remote: string | null
  readonly onText: (text: string) => void
  readonly onArchitecture: (architecture: string) => void
  readonly onRetry: () => void
}

function Lead({ children, more }: { readonly children: string; readonly more: string }) {
  return (
    <p className="pull-lead">
      <b className="medium">{children}</b> <span className="quiet">{more}</span>
    </p>
  )
}

/** What is missing, and what there is instead. */
export function Missing({ situation, text, keys, remote, onText, onArchitecture, onRetry }: MissingProps): ReactNode {
  switch (situation.kind) {
    case 'empty':
    case 'looking':
    case 'ready':
      return null
    case 'missingTag': {
      const { offers, path, tag } = situation
      if (tag === '') return <Lead more={transfersText.missingTagNone}>{transfersText.noTags(path)}</Lead>
      return (
        <>
          <Lead more={transfersText.missingTagOffer(offers.length)}>{transfersText.missingTag(tag, path)}</Lead>
          <TagOffers offers={offers} onChoose={(chosen) => onText(withTag(text, chosen))} />
        </>
      )
    }
    case 'missingArchitecture':
      return (
        <>
          <Lead more={transfersText.missingArchitectureOffer}>
            {transfersText.missingArchitecture(situation.tag, situation.architecture)}
          </Lead>
          <div className="line">
            {situation.offers.map((offer) => (
              <Button key={offer} onPress={() => onArchitecture(offer)}>
                {offer}
              </Button>
            ))}
          </div>
        </>
      )
    case 'missingContainer': {
      const parts = situation.path.split('/')
      const name = parts.at(-1) ?? situation.path
      const place = parts.slice(0, -1).join(' / ')
      const { offers } = situation
      const more =
        offers.length === 0 ? transfersText.missingContainerNone : transfersText.missingContainerOffer(offers.length)
      return (
        <>
          <Lead more={more}>
            {transfersText.missingContainer(name, place === '' ? transfersText.defaultPlace : place)}
          </Lead>
          {offers.length > 0 ? (
            <ContainerOffers
              offers={offers}
              keys={keys}
              remote={remote}
              onChoose={(path) => onText(elsewhere(path, text))}
            />
          ) : (
            <Link href={`${addressOf.library()}?q=${encodeURIComponent(name)}`}>{transfersText.searchLibrary}</Link>
          )}
        </>
      )
    }
    case 'wrong':
      return (
        <p className="pull-lead quiet">
          {situation.error.message} {situation.error.hint}
        </p>
      )
    case 'failed': {
      const { error } = situation
      const other = withOtherScheme(text, error.code)
      if (other !== null) {
        return (
          <div className="pull-notice">
            <SourceNotice
              kind="information"
              title={error.message}
              text={error.hint ?? ''}
              action={<Button onPress={() => onText(other)}>{transfersText.schemeAction(other)}</Button>}
            />
          </div>
        )
      }
      return (
        <div className="pull-notice">
          <SourceNotice
            kind={error.kind === 'offline' ? 'offline' : 'failed'}
            title={error.message}
            text={error.kind === 'offline' ? transfersText.offlineStill : (error.hint ?? '')}
            action={
              <span className="line">
                <ErrorActions error={error} />
                <Button onPress={onRetry}>{transfersText.tryAgain}</Button>
              </span>
            }
          />
        </div>
      )
    }
  }
}
