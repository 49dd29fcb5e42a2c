/** Setting another tag, and deleting an image: what it leads to is shown before it is done, and again checked by the engine. */
import { useState } from 'react'
import type { LibraryTag } from '../../../src-shared/model/library.ts'
import {
  deleteConsequences,
  tagConsequences,
  libraryChangeText as text,
} from '../../../src-shared/text/library-change.ts'
import { useClient } from '../../app/connection.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { useCall } from '../../app/use-call.ts'
import { useSettled } from '../../app/use-settled.ts'
import { ActionSheet, useSheetRun } from '../../components/action-sheet.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { ReferenceBox } from '../../components/reference-box.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { tagForm } from './library-view.ts'

/** What is asked for: which image, and what with it. */
export interface ChangeRequest {
  readonly kind: 'tag' | 'delete'
  readonly tag: LibraryTag
}

export interface ChangeSheetProps {
  readonly request: ChangeRequest
  /** Of the container, without a tag. */
  readonly reference: string
  /** Null: the remote in use. */
  readonly remote: string | null
  readonly onClose: () => void
}

const tagName = /^(?!sha256\.|sif\.)[A-Za-z0-9._-]{1,128}$/

function Consequences({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <section className="section change-consequences" aria-label={text.afterwards}>
      <h3>{text.afterwards}</h3>
      <div role="status">
        <ul>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
    </section>
  )
}

interface PartProps extends Omit<ChangeSheetProps, 'request'> {
  readonly tag: LibraryTag
}

function TagSheet({ tag, reference, remote, onClose }: PartProps) {
  const client = useClient()
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const settled = useSettled(name, 250)
  const asked = {
    reference: tagForm(reference, tag),
    architecture: tag.architecture,
    ...(remote === null ? {} : { remote }),
  }
  const { value, error, isRefreshing } = useCall(
    'library.planTag',
    tagName.test(settled) ? { ...asked, tag: settled } : null,
    { refetchOn: ['library.changed', 'remotes.changed'] },
  )
  const plan = value?.tag === name && !isRefreshing ? value : null
  const run = useSheetRun(
    () => client.call('library.tag', { ...asked, tag: name, digest: plan?.digest ?? '', before: plan?.before ?? null }),
    (done) => {
      confirmBriefly(text.tagSet(done.reference))
      onClose()
    },
  )
  const isMalformed = name !== '' && !tagName.test(name)
  return (
    <ActionSheet
      title={text.tagTitle(tag.tag)}
      action={text.setTag(isMalformed ? '' : name)}
      variant="primary"
      icon="tag"
      isReady={plan?.isLoggedIn === true && plan.before !== plan.digest}
      isBusy={run.isBusy}
      onAction={run.start}
      onClose={onClose}
      error={run.error}
    >
      <ReferenceBox reference={asked.reference} />
      <Field
        label={text.tagField}
        value={typed}
        onChange={setTyped}
        help={text.tagHelp}
        problem={isMalformed ? text.tagMalformed : null}
        autoFocus
      />
      {plan !== null && !plan.isLoggedIn && <SourceNotice kind="failed" title={text.notLoggedIn(plan.remote)} />}
      {plan !== null && <Consequences sentences={tagConsequences(plan)} />}
      <ErrorNotice error={plan === null ? error : null} />
    </ActionSheet>
  )
}

function DeleteSheet({ tag, reference, remote, onClose }: PartProps) {
  const client = useClient()
  const asked = {
    reference: tagForm(reference, tag),
    architecture: tag.architecture,
    ...(remote === null ? {} : { remote }),
  }
  const { value: plan, error } = useCall('library.planDelete', asked, { refetchOn: ['remotes.changed'] })
  const run = useSheetRun(
    () => client.call('library.delete', { ...asked, digest: plan?.digest ?? '' }),
    () => {
      confirmBriefly(text.deleted(asked.reference))
      onClose()
    },
  )
  return (
    <ActionSheet
      title={text.deleteTitle(`${tag.tag} (${tag.architecture})`)}
      action={text.deleteButton}
      variant="danger"
      icon="trash"
      isReady={plan?.isLoggedIn === true}
      isBusy={run.isBusy}
      onAction={run.start}
      onClose={onClose}
      error={run.error ?? (plan === null ? error : null)}
    >
      <ReferenceBox reference={asked.reference} />
      {plan === null && error === null && <p className="quiet">{text.looking}</p>}
      {plan !== null && !plan.isLoggedIn && <SourceNotice kind="failed" title={text.notLoggedIn(plan.remote)} />}
      {plan !== null && <Consequences sentences={deleteConsequences(plan)} />}
    </ActionSheet>
  )
}

export function ChangeSheet({ request, ...rest }: ChangeSheetProps) {
  return request.kind === 'tag' ? <TagSheet tag={request.tag} {...rest} /> : <DeleteSheet tag={request.tag} {...rest} />
}
