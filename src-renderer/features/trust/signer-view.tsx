/**
 * The signer page: who a key says it belongs to, the comparison with what the user was given, and the
 * decision. Reached from an image (`?image=`), from Keys, from the command bar.
 */
import { type ReactNode, useMemo, useState } from 'react'
import { isFingerprint } from '../../../src-shared/model/fingerprint.ts'
import { readFingerprint } from '../../../src-shared/model/fingerprint-paste.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { addressOf, type RouteOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { useQueryValue } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { type Crumb, ViewHead } from '../../components/view-head.tsx'
import { OwnKeyActions } from '../own-keys/own-key-actions.tsx'
import { ComparePanel } from './compare-panel.tsx'
import { DecisionForm } from './decision-form.tsx'
import { DecisionList } from './decision-list.tsx'
import { decisionsAbout, everywhereOption, scopeOptions } from './decision-view.ts'
import { SignerAside } from './signer-aside.tsx'
import { SignerChangedView } from './signer-changed-view.tsx'
import { useComparison } from './use-comparison.ts'
import { useImagesOfSigner } from './use-local-images.ts'

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

function crumbsFor(imagePath: string | null): readonly Crumb[] {
  return imagePath === null
    ? [{ label: keyringText.title, href: addressOf.keys() }]
    : [
        { label: fileName(imagePath), href: addressOf.image(imagePath, 'signatures') },
        { label: keyringText.signerCrumb },
      ]
}

/** The key is not here: only its fingerprint is known. It can be fetched by exactly that. */
function KeyMissing({ fingerprint }: { readonly fingerprint: string }) {
  const client = useClient()
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly problem: string | null }>({
    isBusy: false,
    problem: null,
  })
  const fetchKey = async (): Promise<void> => {
    setState({ isBusy: true, problem: null })
    const result = await client.call('keyring.fetch', { fingerprint })
    const problem = result.ok ? null : [result.error.message, result.error.hint].filter((part) => part).join(' ')
    setState({ isBusy: false, problem })
  }
  return (
    <div className="signer-missing">
      <SourceNotice
        kind="information"
        title={keyringText.keyNotHere}
        text={state.problem ?? keyringText.keyNotHereText}
        action={
          <Button isPending={state.isBusy} onPress={() => void fetchKey()}>
            {keyringText.fetchKey}
          </Button>
        }
      />
    </div>
  )
}

interface ClaimProps {
  readonly keyHere: Key
}

function Claim({ keyHere }: ClaimProps): ReactNode {
  const claim = firstUserId(keyHere.userIds)
  if (claim === null) return <p className="signer-claim">{keyringText.claimsNobody}</p>
  return (
    <p className="signer-claim">
      {keyringText.belongsToBefore} <b className="medium">{printUserId(claim)}</b>. {keyringText.anyoneCan}
    </p>
  )
}

interface SignerProps {
  readonly fingerprint: string
  readonly keyHere: Key | null
  readonly imagePath: string | null
  readonly isRefreshing: boolean
}

function Signer({ fingerprint, keyHere, imagePath, isRefreshing }: SignerProps) {
  const [given, setGiven] = useQueryValue('given')
  const [text, setText] = useState(given ?? '')
  const [isReadAloud, setReadAloud] = useState(false)
  const compared = useComparison(fingerprint, text)
  const images = useImagesOfSigner(fingerprint)
  const { value: allDecisions } = useCall('trust.list', {}, { refetchOn: ['trust.changed'] })
  const decisions = useMemo(() => decisionsAbout(fingerprint, allDecisions ?? []), [fingerprint, allDecisions])
  const signed: readonly ImageSummary[] = images ?? []
  const options = scopeOptions(signed, imagePath)
  const isOwn = keyHere?.hasSecret === true

  const change = (next: string): void => {
    setText(next)
    if (given !== null) setGiven(null)
  }

  return (
    <div className="signer-page">
      <div className="pane signer-main">
        <ThinBar isOn={isRefreshing} />
        <ViewHead
          title={isOwn ? keyringText.ownTitle : keyringText.signerTitle}
          crumbs={crumbsFor(imagePath)}
          {...(keyHere !== null && isOwn ? { actions: <OwnKeyActions keyHere={keyHere} /> } : {})}
        />
        <div className="signer-content">
          {keyHere === null ? <KeyMissing fingerprint={fingerprint} /> : !isOwn && <Claim keyHere={keyHere} />}
          <DecisionList decisions={decisions} />
          <ComparePanel
            fingerprint={fingerprint}
            compared={compared}
            text={text}
            onText={change}
            isReadAloud={isReadAloud}
            onReadAloud={setReadAloud}
          />
          {!isOwn && (
            <DecisionForm
              fingerprint={fingerprint}
              compared={compared}
              options={[everywhereOption, ...options.slice(1)]}
              isDecided={decisions.length > 0}
            />
          )}
        </div>
      </div>
      <aside className="pane signer-aside" aria-label={keyringText.moreAboutKey} data-region="detail">
        <SignerAside fingerprint={fingerprint} keyHere={keyHere} images={images} hasWords={isReadAloud} />
      </aside>
    </div>
  )
}

export function SignerView({ route }: { readonly route: RouteOf<'key'> }) {
  const [imagePath] = useQueryValue('image')
  const [namespace] = useQueryValue('namespace')
  const read = readFingerprint(route.fingerprint)
  const fingerprint = read.kind === 'fingerprint' && isFingerprint(read.fingerprint) ? read.fingerprint : null
  const {
    value: key,
    error,
    isLoading,
    isRefreshing,
    reload,
  } = useCall('keyring.get', fingerprint === null ? null : { fingerprint }, {
    refetchOn: ['keyring.changed', 'trust.changed'],
  })

  if (fingerprint === null) {
    return (
      <EmptyState
        title={keyringText.notFingerprint}
        text={keyringText.notFingerprintText}
        action={<LinkButton href={addressOf.keys()}>{keyringText.backToKeys}</LinkButton>}
      />
    )
  }
  if (namespace !== null) return <SignerChangedView fingerprint={fingerprint} namespace={namespace} />
  if (isLoading) return <SkeletonRows />
  if (error !== null && error.kind !== 'notFound' && key === null) {
    return <ErrorState error={error} title={keyringText.signerFailed} onRetry={reload} />
  }
  return (
    <Signer
      key={fingerprint}
      fingerprint={fingerprint}
      keyHere={key?.fingerprint === fingerprint && error === null ? key : null}
      imagePath={imagePath}
      isRefreshing={isRefreshing}
    />
  )
}
