/**
 * A team bundle: who signed it, and each thing it says with what taking it over would change. Nothing is
 * chosen beforehand, and nothing can be chosen while the user does not know the signer.
 */
import './policies.css'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { BundleItem, BundleReading } from '../../../src-shared/model/bundle.ts'
import { firstUserId, printUserId } from '../../../src-shared/model/user-id.ts'
import { bundleSignerText, effectWords } from '../../../src-shared/text/bundles.ts'
import { keyringText } from '../../../src-shared/text/keyring.ts'
import { policyLine } from '../../../src-shared/text/policies.ts'
import { policiesView } from '../../../src-shared/text/policies-view.ts'
import { decisionDetail, decisionTitle, scopeText } from '../../../src-shared/text/trust.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { VerdictBanner } from '../../components/verdict-banner.tsx'

const mostBytes = 8 * 1024 * 1024
/** Enough of a text to be worth reading; while less is there, nothing is said to be wrong. */
const shortestText = 60

function nameOf(userIds: readonly string[]): string {
  const claim = firstUserId(userIds)
  return claim === null ? keyringText.nobody : printUserId(claim)
}

function ItemWords({ item }: { readonly item: BundleItem }) {
  switch (item.kind) {
    case 'key':
      return (
        <>
          {policiesView.bundleKey}: {nameOf(item.userIds)} <Fingerprint fingerprint={item.fingerprint} form="line" />
        </>
      )
    case 'decision':
      return (
        <>
          <VerdictBadge verdict={item.decision.kind} /> {scopeText(item.decision.scope)}: {nameOf(item.userIds)}{' '}
          <Fingerprint fingerprint={item.decision.fingerprint} form="line" />
        </>
      )
    case 'policy':
      return (
        <>
          {policiesView.bundlePolicy}: {policyLine(item.policy)}
        </>
      )
  }
}

function beforeOf(item: BundleItem): string | null {
  if (item.kind === 'key' || item.before === null || item.effect === 'same') return null
  if (item.kind === 'policy') return policyLine(item.before)
  return `${decisionTitle(item.before)}, ${decisionDetail(item.before)}`
}

interface ItemsProps {
  readonly bundle: BundleReading
  readonly chosen: ReadonlySet<string>
  readonly onChosen: (chosen: ReadonlySet<string>) => void
}

function Items({ bundle, chosen, onChosen }: ItemsProps) {
  const toggle = (id: string, isOn: boolean): void => {
    const next = new Set(chosen)
    if (isOn) next.add(id)
    else next.delete(id)
    onChosen(next)
  }
  return (
    <ul className="bundle-items">
      {bundle.items.map((item) => {
        const before = beforeOf(item)
        const words =
          before === null
            ? effectWords[item.effect]
            : `${effectWords[item.effect]}. ${policiesView.bundleBefore(before)}`
        return (
          <li key={item.id}>
            <Check
              isChecked={chosen.has(item.id)}
              isDisabled={!bundle.signer.mayBeTaken || item.effect === 'same'}
              onChange={(isOn) => toggle(item.id, isOn)}
              note={words}
            >
              <ItemWords item={item} />
            </Check>
          </li>
        )
      })}
    </ul>
  )
}

interface ReadProps extends ItemsProps {
  readonly onCheckSigner: () => void
}

function Read({ bundle, chosen, onChosen, onCheckSigner }: ReadProps) {
  const { signer } = bundle
  return (
    <>
      <VerdictBanner
        form="line"
        verdict={signer.standing}
        label={policiesView.bundleSigner}
        sentence={
          <>
            {bundleSignerText(signer)}{' '}
            <span className="bundle-signer">
              {keyringText.says} {nameOf(signer.userIds)} <Fingerprint fingerprint={signer.fingerprint} form="line" />
            </span>
          </>
        }
        action={signer.mayBeTaken ? undefined : <Button onPress={onCheckSigner}>{policiesView.bundleCheck}</Button>}
      />
      <section className="section" aria-label={policiesView.bundleItems}>
        <h3>
          {policiesView.bundleName(bundle.name)}: {policiesView.bundleItems}
        </h3>
        {bundle.items.every(({ effect }) => effect === 'same') && <p className="quiet">{policiesView.bundleNothing}</p>}
        <Items bundle={bundle} chosen={chosen} onChosen={onChosen} />
      </section>
    </>
  )
}

export function BundleSheet({ onClose }: { readonly onClose: () => void }) {
  const client = useClient()
  const [text, setText] = useState('')
  const [fileName, setFileName] = useState<string | null>(null)
  const [isTooLarge, setTooLarge] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const isWorth = text.trim().length >= shortestText
  const material = { kind: 'text', text } as const
  const { value, error, isLoading } = useCall('trust.readBundle', isWorth ? { material } : null, {
    refetchOn: ['keyring.changed', 'trust.changed', 'trust.policiesChanged'],
  })
  const bundle = isWorth && error === null ? value : null
  const wanted = (bundle?.items ?? [])
    .filter(({ id, effect }) => chosen.has(id) && effect !== 'same')
    .map(({ id }) => id)
  const take = (changed: string, name: string | null): void => {
    setText(changed)
    setFileName(name)
    setTooLarge(false)
    setChosen(new Set())
  }
  const readFile = async (files: FileList | null): Promise<void> => {
    const file = files?.[0]
    if (file === undefined) return
    if (file.size > mostBytes) return setTooLarge(true)
    take(await file.text(), file.name)
  }
  /** The signer's key comes along: it is taken, which grants nothing, so that it can be compared. */
  const checkSigner = async (): Promise<void> => {
    if (bundle === null) return
    const { fingerprint, standing } = bundle.signer
    const key = bundle.items.find((item) => item.kind === 'key' && item.fingerprint === fingerprint)
    if (standing === 'unknown' && key?.effect === 'new') {
      await client.call('trust.takeBundle', { material, digest: bundle.digest, items: [key.id] })
    }
    onClose()
    navigate(addressOf.key(fingerprint))
  }
  const run = useSheetRun<unknown>(async () => {
    if (bundle === null) return { ok: true, value: null }
    const result = await client.call('trust.takeBundle', { material, digest: bundle.digest, items: wanted })
    if (result.ok) confirmBriefly(policiesView.bundleTook(result.value.taken))
    return result
  }, onClose)
  return (
    <ActionSheet
      title={policiesView.bundleTitle}
      subtitle={fileName ?? policiesView.bundleAbout}
      width="full"
      onClose={onClose}
      action={policiesView.bundleTake(wanted.length)}
      // Taking decisions over is deciding: no default button.
      variant="plain"
      isReady={wanted.length > 0 && bundle?.signer.mayBeTaken === true}
      isBusy={run.isBusy}
      onAction={run.start}
      error={run.error}
    >
      {bundle === null && (
        <div className="bundle-source">
          <Field
            label={policiesView.bundlePaste}
            value={fileName === null ? text : ''}
            onChange={(changed) => take(changed, null)}
            lines={5}
            isCode
          />
          <FileTrigger onSelect={(files) => void readFile(files)}>
            <Button>{policiesView.bundleFile}</Button>
          </FileTrigger>
        </div>
      )}
      {isTooLarge && <SourceNotice kind="failed" title={policiesView.bundleTooLarge} />}
      {isWorth && isLoading && <SkeletonRows count={3} />}
      {isWorth && <ErrorNotice error={error} />}
      {bundle !== null && (
        <Read bundle={bundle} chosen={chosen} onChosen={setChosen} onCheckSigner={() => void checkSigner()} />
      )}
    </ActionSheet>
  )
}
