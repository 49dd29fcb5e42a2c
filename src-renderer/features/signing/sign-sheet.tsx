/**
 * The sheet that signs an image: what it will cover, with which key, what follows. Signing is a
 * gesture of its own: no key press but one on its button signs.
 */
import '../own-keys/own-keys.css'
import { type ReactNode, useMemo, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import type { PlannedSignature } from '../../../src-shared/model/sign.ts'
import { firstUserId } from '../../../src-shared/model/user-id.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { algorithmName, keyringText } from '../../../src-shared/text/keyring.ts'
import { ownKeysText } from '../../../src-shared/text/keyring-own.ts'
import { signingText as text } from '../../../src-shared/text/signing.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Check, RadioGroup } from '../../components/choice.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'
import { Icon } from '../../components/icon.tsx'
import { ImageMap } from '../../components/image-map.tsx'
import { ShortMapLegend } from '../../components/map-legend.tsx'
import { Progress } from '../../components/progress.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { laneRows, partWord } from '../inspect/image-map-model.ts'
import { useKeyring } from '../keyring/keyring-store.ts'
import { PassphraseField, StayUnlocked, type UnlockMinutes } from '../own-keys/own-key-sheets.tsx'
import { openOwnKeySheet, useOwnKeys } from '../own-keys/own-keys-store.ts'
import { SignerName } from '../signatures/signer-name.tsx'
import { openSigning } from './signing-store.ts'
import {
  type Covering,
  coveredBytes,
  coveredIds,
  coversAll,
  groupsOf,
  newObjectIds,
  plannedMap,
  scopeOf,
  signingKeys,
} from './signing-view.ts'
import { useSignJob } from './use-sign-job.ts'

const close = (): void => openSigning(null)

function keyChoice(key: Key): { readonly value: string; readonly label: ReactNode } {
  const end = key.expiresAt === null ? text.noEnd : text.until(formatDate(key.expiresAt))
  return {
    value: key.fingerprint,
    label: (
      <span className="stack">
        <span className="cut">
          <b className="medium">{firstUserId(key.userIds)?.name ?? keyringText.noName}</b>{' '}
          <span className="quiet">
            {algorithmName(key.algorithm)} · {end}
          </span>
        </span>
        <Fingerprint fingerprint={key.fingerprint} form="line" />
      </span>
    ),
  }
}

function Preview({
  path,
  inspection,
  planned,
}: {
  readonly path: string
  readonly inspection: Inspection
  readonly planned: readonly PlannedSignature[]
}) {
  const { value: verification } = useCall('signatures.last', { path })
  const map = useMemo(() => plannedMap(inspection, verification, planned), [inspection, verification, planned])
  const ids = newObjectIds(inspection, planned.length)
  const before = laneRows(inspection, verification).flatMap((row) =>
    row.kind === 'signature'
      ? [
          {
            key: row.key,
            verdict: row.verdict,
            name: <SignerName finding={row.finding} form="short" />,
            coverage: text.staysAsItIs(row.coverage),
          },
        ]
      : [],
  )
  const added = planned.map(({ objectIds }, index) => ({
    key: `planned-${index}`,
    verdict: 'yours' as const,
    name: text.you,
    coverage: text.becomes(objectIds, ids[index] ?? 0),
  }))
  return (
    <>
      <ImageMap form="plain" objects={map.objects} lanes={map.lanes} />
      <ShortMapLegend rows={[...before, ...added]} />
    </>
  )
}

function SignForm({ path, inspection }: { readonly path: string; readonly inspection: Inspection }) {
  const client = useClient()
  const keys = signingKeys(useKeyring((state) => state.keys) ?? [])
  const unlocked = useOwnKeys((state) => state.unlocked)
  const groups = groupsOf(inspection)
  const objects = inspection.objects.filter(({ type, groupId }) => type !== 'Signature' && groupId !== null)
  const [covering, setCovering] = useState<Covering>('image')
  const [groupId, setGroupId] = useState<number | null>(groups[0] ?? null)
  const [objectIds, setObjectIds] = useState<readonly number[]>([])
  const [chosen, setChosen] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [minutes, setMinutes] = useState<UnlockMinutes>('5')
  const scope = scopeOf(covering, groupId, objectIds)
  const { value: plan, error: planError } = useCall('signatures.planSigning', scope === null ? null : { path, scope })
  const planned = scope === null || plan === null ? [] : plan.planned
  const key = keys.find(({ fingerprint }) => fingerprint === chosen) ?? keys[0] ?? null
  const isUnlocked = key !== null && unlocked.includes(key.fingerprint)
  const name = path.split(/[\\/]/).at(-1) ?? path
  const isSigned = inspection.objects.some(({ type }) => type === 'Signature')
  const signing = useSignJob(
    () => {
      setPassphrase('')
      confirmBriefly(text.signed)
      close()
      void client.call('signatures.verify', { path })
    },
    () => confirmBriefly(text.stopped),
  )
  const isReady = scope !== null && key !== null && planned.length > 0 && (isUnlocked || passphrase !== '')
  const sign = (): void => {
    if (!isReady || signing.isBusy) return
    void signing.start({
      path,
      scope,
      fingerprint: key.fingerprint,
      passphrase: isUnlocked ? null : passphrase,
      minutes: Number(minutes),
    })
  }
  const sizeBytes = coveredBytes(inspection, planned)
  const progress = signing.job?.progress
  const error = signing.error ?? planError
  const whole = coversAll(inspection, planned)
  return (
    <Sheet
      title={text.title(name, isSigned)}
      subtitle={text.subtitle}
      width="medium"
      isOpen
      onClose={() => {
        signing.stop()
        close()
      }}
      footer={
        <>
          <Button
            variant="ghost"
            className="first"
            onPress={() => {
              signing.stop()
              close()
            }}
          >
            {frameText.cancel}
          </Button>
          {signing.isBusy ? (
            <Progress
              label={text.signing}
              fraction={
                progress === undefined || progress.bytesTotal === null || progress.bytesTotal === 0
                  ? null
                  : progress.bytesDone / progress.bytesTotal
              }
            />
          ) : (
            planned.length > 0 && <span className="quiet small">{text.readFirst(sizeBytes)}</span>
          )}
          <Button icon="sign" isPending={signing.isBusy} isDisabled={!isReady} onPress={sign}>
            {text.signAction}
          </Button>
        </>
      }
    >
      <Form className="own-form" onSubmit={(event) => event.preventDefault()}>
        <div className="line">
          <h3>{text.cover}</h3>
          <span className="quiet cut grow" role="status">
            {planned.length === 0 ? text.nothingChosen : text.covers(coveredIds(planned), sizeBytes)}
          </span>
          <Segmented<Covering>
            label={text.cover}
            segments={[
              { value: 'image', label: text.everything },
              ...(groups.length > 1 ? [{ value: 'groups' as const, label: text.oneGroup }] : []),
              { value: 'objects', label: text.someObjects },
            ]}
            value={covering}
            onChange={setCovering}
          />
        </div>
        {covering === 'groups' && (
          <RadioGroup
            label={text.group}
            isHorizontal
            value={groupId === null ? null : String(groupId)}
            onChange={(id) => setGroupId(Number(id))}
            choices={groups.map((id) => ({ value: String(id), label: text.groupNamed(id) }))}
          />
        )}
        {covering === 'objects' && (
          <fieldset className="sign-objects">
            <legend className="for-screen-readers">{text.objects}</legend>
            {objects.map((object) => (
              <Check
                key={object.slot}
                isChecked={objectIds.includes(object.id)}
                onChange={(isOn) =>
                  setObjectIds(isOn ? [...objectIds, object.id] : objectIds.filter((id) => id !== object.id))
                }
              >
                {object.id} {partWord(object)}
              </Check>
            ))}
          </fieldset>
        )}
        <Preview path={path} inspection={inspection} planned={planned} />
        {scope !== null &&
          plan?.warnings.map((code) => <SourceNotice key={code} kind="failed" title={text.warning(code)} />)}
        {keys.length === 0 ? (
          <div className="line">
            <span className="grow">{text.noKeys}</span>
            <Button
              icon="plus"
              onPress={() => {
                close()
                openOwnKeySheet({ kind: 'new' })
              }}
            >
              {ownKeysText.newKey}
            </Button>
          </div>
        ) : (
          <RadioGroup
            label={text.whichKey}
            value={key?.fingerprint ?? null}
            onChange={setChosen}
            choices={keys.map(keyChoice)}
          />
        )}
        {key !== null &&
          (isUnlocked ? (
            <p className="quiet">{text.isUnlocked}</p>
          ) : (
            <div className="sign-unlock">
              <PassphraseField label={text.passphrase} value={passphrase} onChange={setPassphrase} />
              <StayUnlocked value={minutes} onChange={setMinutes} />
            </div>
          ))}
        {planned.length > 0 && (
          <>
            <p>
              {text.verdictAfterwards} <VerdictBadge verdict={whole ? 'yours' : 'partlySigned'} />{' '}
              {whole ? text.verdictWhole : text.verdictPart}
            </p>
            <p className="quiet own-info">
              <Icon name="info" />
              {text.effect(planned.length)}
            </p>
          </>
        )}
        {error !== null && <SourceNotice kind="failed" title={error.message} text={error.hint ?? ''} />}
      </Form>
    </Sheet>
  )
}

export function SignSheet({ path }: { readonly path: string }) {
  const { value: inspection, error } = useCall('inspect.overview', { path })
  if (inspection !== null) return <SignForm path={path} inspection={inspection} />
  return (
    <Sheet title={text.sign} width="medium" isOpen onClose={close}>
      {error === null ? <SkeletonRows /> : <SourceNotice kind="failed" title={inspectText.cannotRead} />}
    </Sheet>
  )
}
