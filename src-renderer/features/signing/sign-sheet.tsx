/**
 * The sheet that signs an image: what it will cover, with which key, what follows. Signing is a
 * gesture of its own: no key press but one on its button signs.
 */
import '../own-keys/own-keys.css'
import { useMemo, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { PlannedSignature } from '../../../src-shared/model/sign.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { signingText as text } from '../../../src-shared/text/signing.ts'
import { signingFileText } from '../../../src-shared/text/signing-file.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Check, RadioGroup } from '../../components/choice.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
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
import { SignerName } from '../signatures/signer-name.tsx'
import { FileSignedSheet } from './file-signed-sheet.tsx'
import { useKeyFile, verdictOf } from './key-file.tsx'
import { SigningKeyFields, useSigningKeys } from './signing-keys.tsx'
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
  verdictAfterwards,
} from './signing-view.ts'
import { useFileSigning } from './use-file-signing.ts'
import { useSignJob } from './use-sign-job.ts'

const close = (): void => openSigning(null)
const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

function Preview({
  path,
  inspection,
  planned,
  signer,
}: {
  readonly path: string
  readonly inspection: Inspection
  readonly planned: readonly PlannedSignature[]
  /** Who will have signed, and what that counts as here. */
  readonly signer: { readonly name: string; readonly verdict: Verdict }
}) {
  const { value: verification } = useCall('signatures.last', { path })
  const { name, verdict } = signer
  const map = useMemo(
    () => plannedMap(inspection, verification, planned, verdict),
    [inspection, verification, planned, verdict],
  )
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
    verdict,
    name,
    coverage: text.becomes(objectIds, ids[index] ?? 0),
  }))
  return (
    <>
      <ImageMap form="plain" objects={map.objects} lanes={map.lanes} />
      <ShortMapLegend rows={[...before, ...added]} />
    </>
  )
}

interface AfterwardsProps {
  readonly path: string
  readonly signer: Verdict
  readonly isWhole: boolean
}

function Afterwards({ path, signer, isWhole }: AfterwardsProps) {
  const { value } = useCall('signatures.last', { path })
  const { verdict, stays } = verdictAfterwards(value?.verdict ?? null, signer, isWhole)
  return (
    <p>
      {stays ? text.verdictStays : text.verdictAfterwards} <VerdictBadge verdict={verdict} />{' '}
      {stays ? text.verdictStaysWhy : afterwardsWords(verdict)}
    </p>
  )
}

function afterwardsWords(verdict: Verdict): string {
  if (verdict === 'partlySigned') return text.verdictPart
  if (verdict === 'yours') return text.verdictWhole
  if (verdict === 'cannotCheck') return signingFileText.notKept
  return verdict === 'unknown' ? signingFileText.undecided : signingFileText.decided
}

interface SignFormProps {
  readonly path: string
  readonly inspection: Inspection
  /** Told of the public half of a key from a file that has just signed. */
  readonly onSignedWithFile: (publicKey: string) => void
}

function SignForm({ path, inspection, onSignedWithFile }: SignFormProps) {
  const client = useClient()
  const keys = useSigningKeys()
  const file = useKeyFile()
  const groups = groupsOf(inspection)
  const objects = inspection.objects.filter(({ type, groupId }) => type !== 'Signature' && groupId !== null)
  const [covering, setCovering] = useState<Covering>('image')
  const [groupId, setGroupId] = useState<number | null>(groups[0] ?? null)
  const [objectIds, setObjectIds] = useState<readonly number[]>([])
  const scope = scopeOf(covering, groupId, objectIds)
  const { value: plan, error: planError } = useCall('signatures.planSigning', scope === null ? null : { path, scope })
  const planned = scope === null || plan === null ? [] : plan.planned
  const isSigned = inspection.objects.some(({ type }) => type === 'Signature')
  const isDone = (): void => {
    confirmBriefly(text.signed)
    void client.call('signatures.verify', { path })
  }
  const signing = useSignJob(
    () => {
      isDone()
      close()
    },
    () => confirmBriefly(text.stopped),
  )
  const fileSigning = useFileSigning(({ publicKey }) => {
    isDone()
    if (publicKey === undefined) close()
    else onSignedWithFile(publicKey)
  })
  const isBusy = signing.isBusy || fileSigning.isBusy
  const isReady =
    scope !== null && planned.length > 0 && (file.isChosen ? file.isReady : keys.chosen !== null && keys.isReady)
  const sign = (): void => {
    if (!isReady || isBusy) return
    if (file.isChosen) {
      if (file.path === null || file.about === null) return
      const passphrase = file.about.needsPassphrase ? file.passphrase : null
      void fileSigning.start({ path, scope, keyFile: file.path, passphrase })
      return
    }
    if (keys.chosen === null) return
    const { fingerprint, keeper } = keys.chosen
    void signing.start({ path, scope, fingerprint, keeper, unlock: keys.unlock })
  }
  const stop = (): void => {
    signing.stop()
    fileSigning.stop()
    close()
  }
  const signer = file.isChosen
    ? { name: signingFileText.signer, verdict: verdictOf(file.known) }
    : { name: text.you, verdict: 'yours' as const }
  const sizeBytes = coveredBytes(inspection, planned)
  const progress = signing.job?.progress
  const error = planError ?? (file.isChosen ? null : (signing.error ?? keys.error))
  const whole = coversAll(inspection, planned)
  return (
    <Sheet
      title={text.title(baseName(path), isSigned)}
      subtitle={file.isChosen ? signingFileText.subtitle : text.subtitle}
      width="medium"
      isOpen
      onClose={stop}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={stop}>
            {frameText.cancel}
          </Button>
          {isBusy ? (
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
          <Button icon="sign" isPending={isBusy} isDisabled={!isReady} onPress={sign}>
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
        <Preview path={path} inspection={inspection} planned={planned} signer={signer} />
        {scope !== null &&
          plan?.warnings.map((code) => <SourceNotice key={code} kind="failed" title={text.warning(code)} />)}
        <SigningKeyFields keys={keys} file={file} fileError={fileSigning.error} onLeave={close} />
        {planned.length > 0 && (
          <>
            <Afterwards path={path} signer={signer.verdict} isWhole={whole} />
            <p className="quiet own-info">
              <Icon name="info" />
              {text.effect(planned.length)}
            </p>
          </>
        )}
        <ErrorNotice error={error} />
      </Form>
    </Sheet>
  )
}

export function SignSheet({ path }: { readonly path: string }) {
  const { value: inspection, error } = useCall('inspect.overview', { path })
  const [publicKey, setPublicKey] = useState<string | null>(null)
  if (publicKey !== null) {
    return <FileSignedSheet path={path} name={baseName(path)} publicKey={publicKey} onClose={close} />
  }
  if (inspection !== null) return <SignForm path={path} inspection={inspection} onSignedWithFile={setPublicKey} />
  return (
    <Sheet title={text.sign} width="medium" isOpen onClose={close}>
      {error === null ? <SkeletonRows /> : <SourceNotice kind="failed" title={inspectText.cannotRead} />}
    </Sheet>
  )
}
