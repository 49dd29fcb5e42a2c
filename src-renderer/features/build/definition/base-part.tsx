/**
 * The base of a stage in the form: one field for Bootstrap and From, what its source says of it, and the two ways to
 * have the same base tomorrow: its digest, and the keys that must have signed it.
 */
import { useState } from 'react'
import { type StageBase, setBase } from '../../../../src-shared/definition/base.ts'
import { setHeader } from '../../../../src-shared/definition/edit/header-edit.ts'
import type { EditResult } from '../../../../src-shared/definition/edit/result.ts'
import type { ImageSummary } from '../../../../src-shared/model/image.ts'
import type { Key } from '../../../../src-shared/model/key.ts'
import type { ResolvedReference } from '../../../../src-shared/model/reference.ts'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { shortDigest } from '../../../../src-shared/text/format.ts'
import { claimText, signerClaim } from '../../../../src-shared/text/signer-claim.ts'
import { useCall } from '../../../app/use-call.ts'
import { useSettled } from '../../../app/use-settled.ts'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { Field } from '../../../components/field.tsx'
import { ReferenceText } from '../../../components/reference-text.tsx'
import { VerdictBadge } from '../../../components/verdict-badge.tsx'

/** So long typing rests before a source is asked. */
const restMs = 500

export interface BasePartProps {
  readonly base: StageBase
  /** Where its relative paths begin. */
  readonly folder: string
  readonly hasStages: boolean
  readonly architecture: string | null
  readonly keys: ReadonlyMap<string, Key>
  readonly text: () => string
  readonly onEdit: (result: EditResult) => void
}

/** Docker Hub keeps the images that it curates itself in one namespace. */
function isOfficial({ oci }: ResolvedReference): boolean {
  return (
    oci !== undefined &&
    /^(?:index\.|registry-1\.)?docker\.io$/.test(oci.registry) &&
    oci.repository.startsWith('library/')
  )
}

function Signers({
  fingerprints,
  keys,
}: {
  readonly fingerprints: readonly string[]
  readonly keys: ReadonlyMap<string, Key>
}) {
  const claim = signerClaim(true, fingerprints, keys)
  return (
    <span className="cut" title={fingerprints.join('\n')}>
      <span className="quiet">{buildDefinitionText.saysSignedBy}</span> {claim.name}
      {claim.others > 0 && ` ${claimText.andOthers(claim.others)}`}
    </span>
  )
}

function RemoteFacts({ props, found }: { readonly props: BasePartProps; readonly found: ResolvedReference }) {
  const { base, keys, onEdit, text } = props
  const { pinned, digest, fingerprints } = found
  return (
    <>
      <div className="base-facts">
        {fingerprints.length > 0 ? (
          <Signers fingerprints={fingerprints} keys={keys} />
        ) : found.transport === 'docker' || found.signed === false ? (
          <VerdictBadge verdict="notSigned" />
        ) : (
          <span />
        )}
        {pinned !== null && digest !== null && !base.isPinned && (
          <Button
            variant="link"
            tooltip={buildDefinitionText.pinHint}
            onPress={() => onEdit(setBase(text(), base.stageIndex, pinned))}
          >
            {buildDefinitionText.pin(shortDigest(digest))}
          </Button>
        )}
      </div>
      {fingerprints.length > 0 && <WantSigners props={props} fingerprints={fingerprints} />}
    </>
  )
}

/** Offers to build only from a base that these keys have signed; only SIF bases can be asked for that. */
function WantSigners({
  props,
  fingerprints,
}: {
  readonly props: BasePartProps
  readonly fingerprints: readonly string[]
}) {
  const { base, onEdit, text } = props
  const set = (value: string | null): void => onEdit(setHeader(text(), base.stageIndex, 'Fingerprints', value))
  if (base.fingerprints.length > 0) return null
  return (
    <div className="base-facts">
      <span />
      <Button variant="link" tooltip={buildDefinitionText.onlySignerHint} onPress={() => set(fingerprints.join(','))}>
        {fingerprints.length > 1 ? buildDefinitionText.onlySigners : buildDefinitionText.onlySigner}
      </Button>
    </div>
  )
}

function WantedSigners({ props }: { readonly props: BasePartProps }) {
  const { base, onEdit, text } = props
  if (base.fingerprints.length === 0) return null
  return (
    <div className="base-facts">
      <span className="cut" title={base.fingerprints.join('\n')}>
        {buildDefinitionText.wantedSigners(base.fingerprints.length)}
      </span>
      <Button variant="link" onPress={() => onEdit(setHeader(text(), base.stageIndex, 'Fingerprints', null))}>
        {buildDefinitionText.wantNoSigners}
      </Button>
    </div>
  )
}

function ImageFacts({ props, image }: { readonly props: BasePartProps; readonly image: ImageSummary | null }) {
  const fingerprint = image?.signer?.fingerprint ?? null
  const signers = fingerprint === null ? [] : [fingerprint.toUpperCase()]
  return (
    <>
      <div className="base-facts">
        {image?.verdict == null ? (
          <span className="quiet">{buildDefinitionText.baseNotChecked}</span>
        ) : (
          <VerdictBadge verdict={image.verdict} />
        )}
        {image !== null && <span className="quiet cut">{image.signer?.name}</span>}
      </div>
      {signers.length > 0 && <WantSigners props={props} fingerprints={signers} />}
    </>
  )
}

function LocalFacts({ props, path }: { readonly props: BasePartProps; readonly path: string }) {
  const { base, folder } = props
  const { value: there } = useCall('build.folderFiles', folder === '' ? null : { folder, paths: [path] })
  const file = there?.files[0] ?? null
  const absolute =
    file === null ? null : path.startsWith('/') ? path : `${folder.replace(/\/+$/, '')}/${path.replace(/^\.\//, '')}`
  const { value: image } = useCall(
    'images.byPath',
    absolute === null || file?.kind !== 'file' ? null : { path: absolute },
    {
      refetchOn: ['images.changed', 'signatures.verified'],
    },
  )
  if (file === null) return null
  if (file.kind === 'missing') return <p className="field-error small">{buildDefinitionText.baseFileMissing}</p>
  return base.agent === 'localimage' && file.kind === 'file' ? <ImageFacts props={props} image={image} /> : null
}

export function BasePart(props: BasePartProps) {
  const { base, hasStages, architecture, text, onEdit } = props
  const [typed, setTyped] = useState<string | null>(null)
  const reference = useSettled(base.reference, restMs)
  const { value, error, isLoading, reload } = useCall(
    'library.resolve',
    reference === null || base.agent === 'shub'
      ? null
      : { reference, ...(architecture === null ? {} : { architecture }) },
  )
  const found = value !== null && reference === base.reference ? value : null
  const label = hasStages
    ? buildDefinitionText.baseOf(base.stageName ?? `${base.stageIndex + 1}`)
    : buildDefinitionText.base
  const isTemplate = base.written.includes('{{')
  return (
    <div className="form-part">
      <Field
        label={label}
        value={typed ?? base.written}
        onChange={(next) => {
          setTyped(next)
          onEdit(setBase(text(), base.stageIndex, next))
        }}
        onBlur={() => setTyped(null)}
        placeholder={buildDefinitionText.basePlaceholder}
        isCode
        isDisabled={!base.isEditable}
        {...(base.isEditable ? {} : { help: buildDefinitionText.baseInText })}
        end={
          found !== null && isOfficial(found) ? (
            <span className="tag">{buildDefinitionText.official}</span>
          ) : base.isPinned ? (
            <span className="tag">{buildDefinitionText.pinned}</span>
          ) : undefined
        }
      />
      {isTemplate && base.reference !== null && (
        <div className="base-means small">
          <span className="quiet">{buildDefinitionText.baseIs}</span> <ReferenceText reference={base.reference} />
        </div>
      )}
      {isLoading && base.reference !== null && <p className="quiet small base-facts">{buildDefinitionText.looking}</p>}
      {found !== null && <RemoteFacts props={props} found={found} />}
      {base.path !== null && base.path !== '' && <LocalFacts props={props} path={base.path} />}
      <WantedSigners props={props} />
      {error !== null && base.reference !== null && (
        <ErrorNotice
          error={error}
          action={
            <Button size="small" onPress={reload}>
              {buildDefinitionText.retry}
            </Button>
          }
        />
      )}
    </div>
  )
}
