/** The questions of a pull: what, which tag, for which machine, where to; and what will be there afterwards. */
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Key } from '../../../src-shared/model/key.ts'
import type { ReferencePart, ResolvedReference } from '../../../src-shared/model/reference.ts'
import { formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { claimText, type SignerClaim, signerClaim } from '../../../src-shared/text/signer-claim.ts'
import { transfersText } from '../../../src-shared/text/transfers.ts'
import { useConnection } from '../../app/connection.ts'
import { FolderList } from '../../app/folder-list.tsx'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ReferenceText } from '../../components/reference-text.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { Select } from '../../components/select.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { Missing } from './missing.tsx'
import { containerPath, isPullable, tagOf, withTag } from './pull-view.ts'
import type { Resolving } from './use-resolved.ts'
import type { Target } from './use-target.ts'

interface MeansProps {
  readonly parts: readonly ReferencePart[]
  readonly remote: string | null
  readonly isLooking: boolean
}

function Means({ parts, remote, isLooking }: MeansProps) {
  const isFilled = parts.some((part) => part.filledIn)
  return (
    <div className="pull-means">
      <span className="quiet">{transfersText.means}</span>
      <ReferenceText reference={parts.map(({ text }) => text).join('')} parts={parts} />
      <span className="grow" />
      <span className="quiet small nowrap">
        {isLooking ? (
          transfersText.looking
        ) : isFilled ? (
          <>
            <span className="filled-in">{transfersText.filledIn}</span>{' '}
            {remote === null ? transfersText.filledInByDefault : transfersText.filledInBy(remote)}
          </>
        ) : null}
      </span>
    </div>
  )
}

interface VariantProps {
  readonly resolved: ResolvedReference
  readonly here: string | null
  readonly onTag: (tag: string) => void
  readonly onArchitecture: (architecture: string) => void
}

/** Tag and architecture, chosen from what the container has. */
function Variant({ resolved, here, onTag, onArchitecture }: VariantProps) {
  const path = containerPath(resolved)
  const tag = tagOf(resolved)
  const { value: page } = useCall(
    'library.container',
    path === null ? null : { path, ...(resolved.remote === null ? {} : { remote: resolved.remote }) },
  )
  const isThis = page?.container.path === path
  const tags = isThis ? page.tags : []
  const choices = [...new Map(tags.map((entry) => [entry.tag, entry])).values()]
  const machines = [...new Set(tags.filter((entry) => entry.tag === tag).map(({ architecture }) => architecture))]
  const note =
    here === null
      ? null
      : resolved.architecture === here
        ? transfersText.thisComputer(here)
        : transfersText.otherArchitecture(here)
  return (
    <div className="pull-variant">
      {tag !== null && choices.length > 0 && (
        <Select
          label={transfersText.tag}
          choices={choices.map((entry) => ({
            value: entry.tag,
            label: entry.tag,
            ...(entry.createdAt === null ? {} : { note: formatRelative(entry.createdAt) }),
          }))}
          value={tag}
          onChange={onTag}
        />
      )}
      <div>
        <div className="field-label">{transfersText.architecture}</div>
        <div className="line">
          {machines.length > 1 ? (
            <Segmented
              label={transfersText.architecture}
              segments={machines.map((machine) => ({ value: machine, label: machine }))}
              value={resolved.architecture}
              onChange={onArchitecture}
            />
          ) : (
            <span>{resolved.architecture}</span>
          )}
          {note !== null && <span className="quiet small">{note}</span>}
        </div>
      </div>
    </div>
  )
}

function Where({
  target,
  isReplacing,
  onReplace,
}: {
  readonly target: Target
  readonly isReplacing: boolean
  readonly onReplace: (isReplacing: boolean) => void
}) {
  const shell = useConnection((state) => state.shell)
  const [isChoosing, setChoosing] = useState(false)
  const choose = async (): Promise<void> => {
    if (shell === null) return setChoosing(!isChoosing)
    const result = await shell.ask({ verb: 'chooseTarget', suggested: target.absolute })
    if (result.ok && result.value !== null) target.edit(result.value)
  }
  return (
    <div>
      <Field
        label={transfersText.whereTo}
        value={target.shown}
        onChange={target.edit}
        end={
          <Button variant="ghost" size="small" onPress={() => void choose()}>
            {transfersText.choose}
          </Button>
        }
      />
      {isChoosing && <FolderList folder={target.folder} onOpen={target.openFolder} onDone={() => setChoosing(false)} />}
      {target.beside !== null && <p className="quiet small pull-note">{transfersText.staysBeside(target.beside)}</p>}
      {target.exists && !target.isSame && (
        <div className="pull-note">
          <Check isChecked={isReplacing} onChange={onReplace} note={transfersText.existsNote(target.name)}>
            {transfersText.replace}
          </Check>
        </div>
      )}
    </div>
  )
}

function signerSentence(claim: SignerClaim): string {
  if (claim.fingerprint === null) return transfersText.willBeUnsigned
  const others = claim.others > 0 ? ` ${claimText.andOthers(claim.others)}` : ''
  return `${transfersText.willBeSigned(`${claim.name}${others}`)}${claim.note === null ? '' : `; ${claim.note}`}`
}

function Afterwards({
  resolved,
  target,
  keys,
}: {
  readonly resolved: ResolvedReference
  readonly target: Target
  readonly keys: ReadonlyMap<string, Key>
}) {
  const claim = signerClaim(resolved.signed, resolved.fingerprints, keys)
  const size =
    resolved.sizeBytes === null
      ? transfersText.willBeFileUnknown
      : transfersText.willBeFile(target.name, formatSize(resolved.sizeBytes))
  return (
    <section className="pull-afterwards" aria-label={transfersText.afterwards}>
      <h3>{transfersText.afterwards}</h3>
      <ul>
        <li>
          <Icon name="images" />
          <span>{target.isSame ? transfersText.existsSame(target.name) : size}</span>
        </li>
        <li>
          <Icon name={claim.fingerprint === null ? 'verdict-not-signed' : 'sign'} />
          <span>{signerSentence(claim)}</span>
        </li>
        <li>
          <Icon name="check" />
          <span className="quiet">{transfersText.willBeChecked}</span>
        </li>
      </ul>
    </section>
  )
}

export interface PullFormProps {
  readonly text: string
  readonly onText: (text: string) => void
  readonly onArchitecture: (architecture: string) => void
  readonly resolving: Resolving
  readonly target: Target
  readonly keys: ReadonlyMap<string, Key>
  /** Architecture of this computer. */
  readonly here: string | null
  readonly isReplacing: boolean
  readonly onReplace: (isReplacing: boolean) => void
  readonly onRetry: () => void
  /** Enter in a field, where everything is there. */
  readonly onSubmit: () => void
  readonly hasFocus: boolean
}

export function PullForm(props: PullFormProps) {
  const { text, onText, resolving, target, keys } = props
  const { situation, parts, remote } = resolving
  const resolved = situation.kind === 'ready' ? situation.resolved : null
  return (
    <Form
      className="pull-form"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      <div>
        <Field
          label={transfersText.what}
          value={text}
          onChange={onText}
          placeholder={transfersText.whatPlaceholder}
          icon="search"
          isCode
          autoFocus={props.hasFocus}
        />
        {parts !== null ? (
          <Means parts={parts} remote={remote} isLooking={situation.kind === 'looking'} />
        ) : (
          situation.kind === 'empty' && <p className="quiet pull-means">{transfersText.whatHint}</p>
        )}
      </div>
      <Missing
        situation={situation}
        text={text}
        keys={keys}
        remote={remote}
        onText={onText}
        onArchitecture={props.onArchitecture}
        onRetry={props.onRetry}
      />
      {resolved !== null && !isPullable(resolved) && (
        <div className="pull-notice">
          <SourceNotice
            kind="information"
            title={transfersText.notYet(resolved.transport)}
            text={transfersText.notYetText}
          />
        </div>
      )}
      {resolved !== null && isPullable(resolved) && (
        <>
          <Variant
            resolved={resolved}
            here={props.here}
            onTag={(tag) => onText(withTag(text, tag))}
            onArchitecture={props.onArchitecture}
          />
          <Where target={target} isReplacing={props.isReplacing} onReplace={props.onReplace} />
          <Afterwards resolved={resolved} target={target} keys={keys} />
        </>
      )}
      {/* With more than one field, Enter submits only where the form has a button for it. */}
      <button type="submit" hidden />
    </Form>
  )
}
