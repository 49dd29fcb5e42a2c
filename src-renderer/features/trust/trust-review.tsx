/** What waits about signers beside those of local images: another signer, a revocation, images that were put apart. */
import type { Key } from '../../../src-shared/model/key.ts'
import type { ReviewEntry } from '../../../src-shared/model/signer-memory.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { policiesView, revocationReasons } from '../../../src-shared/text/policies-view.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { VerdictBanner } from '../../components/verdict-banner.tsx'
import { shownSigner } from './policy-view.ts'

export interface TrustReviewProps {
  readonly entry: ReviewEntry
  readonly entries: readonly ReviewEntry[]
  readonly keys: readonly Key[]
}

export function TrustReview({ entry, entries, keys }: TrustReviewProps) {
  const client = useClient()
  switch (entry.kind) {
    case 'signerChange':
      return (
        <VerdictBanner
          form="line"
          verdict="unknown"
          label={`${policiesView.newSigner} ${formatFingerprint(entry.fingerprint)}`}
          sentence={policiesView.reviewChange(entry.namespace)}
          action={
            <LinkButton href={addressOf.otherSigner(entry.fingerprint, entry.namespace)}>
              {policiesView.reviewChangeAction}
            </LinkButton>
          }
        />
      )
    case 'revocation': {
      const name = shownSigner(entry.fingerprint, keys).name
      const saw = async (): Promise<void> => {
        const result = await client.call('trust.sawRevocation', { fingerprint: entry.fingerprint })
        if (!result.ok) confirmBriefly(result.error.message)
      }
      return (
        <VerdictBanner
          form="line"
          verdict={entry.reason === 'superseded' || entry.reason === 'retired' ? 'superseded' : 'revoked'}
          label={formatFingerprint(entry.fingerprint)}
          sentence={policiesView.reviewRevoked(name, entry.revokedAt, revocationReasons[entry.reason])}
          action={<Button onPress={() => void saw()}>{policiesView.reviewRevokedAction}</Button>}
        />
      )
    }
    case 'apart': {
      const count = entries.filter(({ kind }) => kind === 'apart').length
      return (
        <VerdictBanner
          form="line"
          verdict="unknown"
          label={policiesView.keptOut}
          sentence={count === 1 ? policiesView.reviewApart(entry.name) : policiesView.reviewApartMany(count)}
          action={<LinkButton href={addressOf.settings('trust')}>{policiesView.reviewApartAction}</LinkButton>}
        />
      )
    }
  }
}
