/**
 * The sheet that signs an image: what it will cover, with which key, what follows. Signing is a
 * gesture of its own: no key press but one on its button signs.
 */
import '../own-keys/own-keys.css'
import { useMemo, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import type { PlannedSignature } from '../../../src-shared/model/sign.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { signingText as text } from '../../../src-shared/text/signing.ts'
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
} from './signing-view.ts'
import { useSignJob } from './use-sign-job.ts'

const close = (): void => openSigning(null)

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
  const keys = useSigningKeys()
  const groups = groupsOf(inspection)
  const objects = inspection.objects.filter(({ type, groupId }) => type !== 'Signature' && groupId !== null)
  const [covering, setCovering] = useState<Covering>('image')
  const [groupId, setGroupId] = useState<number | null>(groups[0] ?? null)
  const [objectIds, setObjectIds] = useState<readonly number[]>([])
  const scope = scopeOf(covering, groupId, objectIds)
  const { value: plan, error: planError } = useCall('signatures.planSigning', scope === null ? null : { path, scope })
  const planned = scope === null || plan === null ? [] : plan.planned
  const name = path.split(/[\\/]/).at(-1) ?? path
  const isSigned = inspection.objects.some(({ type }) => type === 'Signature')
  const signing = useSignJob(
    () => {
      confirmBriefly(text.signed)
      close()
      void client.call('signatures.verify', { path })
    },
    () => confirmBriefly(text.stopped),
  )
  const isReady = scope !== null && keys.chosen !== null && planned.length > 0 && keys.isReady
  const sign = (): void => {
    if (!isReady || keys.chosen === null || signing.isBusy) return
    const { fingerprint, keeper } = keys.chosen
    void signing.start({ path, scope, fingerprint, keeper, unlock: keys.unlock })
  }
  const sizeBytes = coveredBytes(inspection, planned)
  const progress = signing.job?.progress
  const error = signing.error ?? planError ?? keys.error
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
        <SigningKeyFields keys={keys} onLeave={close} />
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
        <ErrorNotice error={error} />
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
