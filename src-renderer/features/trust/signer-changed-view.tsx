/**
 * Another signer: the key that signed here until now and the one that came, in the same order of facts, who
 * vouches for whom, and when their images came. *Keep refusing* is chosen; nothing is saved by Enter.
 */
import './signer-changed.css'
import { Fragment, type ReactNode } from 'react'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { keyStanding } from '../../../src-shared/model/key-standing.ts'
import { isInNamespace } from '../../../src-shared/model/namespace.ts'
import type { PolicyAction } from '../../../src-shared/model/policy.ts'
import type { SignerSide } from '../../../src-shared/model/signer-memory.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { formatRelative } from '../../../src-shared/text/format.ts'
import { algorithmName, keyringText, revocationText } from '../../../src-shared/text/keyring.ts'
import { policiesView, vouchWords } from '../../../src-shared/text/policies-view.ts'
import { addressOf } from '../../app/address.ts'
import { useCall } from '../../app/use-call.ts'
import { LinkButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { FingerprintCells } from './fingerprint-cells.tsx'
import { shownSigner } from './policy-view.ts'
import { SignerChangeForm } from './signer-change-form.tsx'
import { SignerTimeline } from './signer-timeline.tsx'
import { useImagesOfSigner } from './use-local-images.ts'

interface FactsProps {
  readonly side: SignerSide
  readonly images: readonly ImageSummary[]
  readonly keys: readonly Key[]
  readonly isNew: boolean
}

function stateOf(key: Key): string {
  const state =
    key.revoked !== null
      ? revocationText(key.revoked)
      : key.weak !== null
        ? keyringText.tooWeak
        : keyringText.notRevoked
  const asked = key.refreshedAt === null ? keyringText.neverAsked : keyringText.askedAt(formatRelative(key.refreshedAt))
  return `${state}; ${asked}`
}

function factsOf({ side, images, keys, isNew }: FactsProps): readonly ReactNode[] {
  const { key } = side
  const claim = key === null ? null : firstUserId(key.userIds)
  const vouchers = side.vouchedBy.map((fingerprint) => shownSigner(fingerprint, keys).name)
  const newest = images[0]
  const here = newest === undefined ? null : policiesView.imagesOf(images.length, newest.addedAt)
  const apart = side.apart.length === 0 ? null : policiesView.keptApart(side.apart.slice(0, 3).map(({ name }) => name))
  return [
    claim === null ? (
      policiesView.unknownKey
    ) : (
      <>
        {printUserId(claim)}
        {isNew && <span className="quiet nowrap"> · {policiesView.anyoneCan}</span>}
      </>
    ),
    key === null ? '' : algorithmName(key.algorithm),
    key === null ? '' : policiesView.goodUntil(key.createdAt, key.expiresAt),
    key === null ? '' : stateOf(key),
    vouchers.length === 0 ? policiesView.byNobody : policiesView.byKeys(vouchers),
    [here, apart].filter((part) => part !== null).join('; ') || policiesView.noImages,
  ]
}

function Head({ side, isNew }: { readonly side: SignerSide; readonly isNew: boolean }) {
  const standing = side.key === null ? 'cannotCheck' : keyStanding(side.key, side.decision)
  return (
    <div className="sides-head">
      <VerdictBadge verdict={standing} form="badge" />
      <h2>{isNew ? policiesView.newSigner : policiesView.untilNow}</h2>
      <span className="quiet small">
        {isNew ? policiesView.firstSeen(side.firstSeenAt) : policiesView.rememberedSince(side.firstSeenAt)}
      </span>
    </div>
  )
}

interface SidesProps {
  readonly before: SignerSide
  readonly now: SignerSide
  readonly namespace: string
  readonly action: PolicyAction
}

function Sides({ before, now, namespace, action }: SidesProps) {
  const { value: keys } = useCall('keyring.list', {}, { refetchOn: ['keyring.changed'] })
  const ofNamespace = (images: readonly ImageSummary[] | null): readonly ImageSummary[] =>
    (images ?? []).filter(({ reference }) => reference !== null && isInNamespace(reference, namespace))
  const old = ofNamespace(useImagesOfSigner(before.fingerprint))
  const fresh = ofNamespace(useImagesOfSigner(now.fingerprint))
  const rows = policiesView.rows
  const names = [rows.says, rows.kind, rows.made, rows.state, rows.vouched, rows.signed]
  const left = factsOf({ side: before, images: old, keys: keys ?? [], isNew: false })
  const right = factsOf({ side: now, images: fresh, keys: keys ?? [], isNew: true })
  return (
    <>
      <div className="sides">
        <span />
        <Head side={before} isNew={false} />
        <Head side={now} isNew />
        <span className="quiet sides-name">{rows.fingerprint}</span>
        <FingerprintCells fingerprint={before.fingerprint} />
        <FingerprintCells fingerprint={now.fingerprint} />
        {names.map((name, index) => (
          <Fragment key={name}>
            <span className="quiet sides-name">{name}</span>
            <span className="sides-fact">{left[index]}</span>
            <span className="sides-fact">{right[index]}</span>
          </Fragment>
        ))}
      </div>
      <SignerTimeline namespace={namespace} before={{ side: before, images: old }} now={{ side: now, images: fresh }} />
      <SignerChangeForm namespace={namespace} before={before} now={now} count={old.length} action={action} />
    </>
  )
}

export interface SignerChangedViewProps {
  readonly fingerprint: string
  readonly namespace: string
}

export function SignerChangedView({ fingerprint, namespace }: SignerChangedViewProps) {
  const { value, error, isLoading, reload } = useCall(
    'trust.signerChange',
    { namespace, fingerprint },
    { refetchOn: ['trust.changed', 'trust.policiesChanged', 'keyring.changed'] },
  )
  const crumbs = [{ label: policiesView.keys, href: addressOf.keys() }, { label: policiesView.toReview }]
  if (isLoading) return <SkeletonRows />
  const before = value?.before[0]
  if (value === null || before === undefined) {
    return error !== null && error.kind !== 'notFound' ? (
      <ErrorState error={error} onRetry={reload} />
    ) : (
      <EmptyState
        title={policiesView.changeGone}
        text={policiesView.settled}
        action={<LinkButton href={addressOf.key(fingerprint)}>{policiesView.check}</LinkButton>}
      />
    )
  }
  const words = vouchWords(value)
  return (
    <>
      <ViewHead title={policiesView.another(namespace)} crumbs={crumbs} />
      <div className="pane signer-changed">
        <div className="banner one-line" data-family={value.oldVouchesForNew ? 'neutral' : 'caution'}>
          <Icon name={value.oldVouchesForNew ? 'info' : 'verdict-unknown'} />
          <p>
            <strong className="word">{words.word}</strong> {words.text}
          </p>
        </div>
        <Sides before={before} now={value.now} namespace={namespace} action={value.action} />
      </div>
    </>
  )
}
