/** Linked definitions: what each is built from, what is behind, and what can be done about it. */
import './links.css'
import { useState } from 'react'
import type { BuildLink } from '../../../../src-shared/model/build-link.ts'
import { buildLinksText as text } from '../../../../src-shared/text/build-links.ts'
import { buildWizardText } from '../../../../src-shared/text/build-wizard.ts'
import { addressOf } from '../../../app/address.ts'
import { useClient } from '../../../app/connection.ts'
import { ActionSheet, useSheetRun } from '../../../components/action-sheet.tsx'
import { Button } from '../../../components/button.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { SkeletonRows } from '../../../components/skeleton.tsx'
import { ViewHead } from '../../../components/view-head.tsx'
import { LinkRow } from './link-row.tsx'
import { LinkSheet } from './link-sheet.tsx'
import { useLinks } from './links-store.ts'

function RemoveSheet({ link, onClose }: { readonly link: BuildLink; readonly onClose: () => void }) {
  const client = useClient()
  const { isBusy, error, start } = useSheetRun(() => client.call('build.removeLink', { id: link.id }), onClose)
  return (
    <ActionSheet
      title={text.removeTitle(link.definitionPath)}
      width="small"
      action={text.removeAction}
      variant="danger"
      isReady
      isBusy={isBusy}
      error={error}
      onAction={start}
      onClose={onClose}
    >
      <p>{text.removeText}</p>
    </ActionSheet>
  )
}

type Sheet =
  | { readonly kind: 'link'; readonly link: BuildLink | null }
  | { readonly kind: 'remove'; readonly link: BuildLink }

export function LinksPage() {
  const { value: links, error, reload } = useLinks()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const close = (): void => setSheet(null)
  const add = (
    <Button variant="primary" icon="plus" onPress={() => setSheet({ kind: 'link', link: null })}>
      {text.link}
    </Button>
  )
  const isEmpty = links !== null && links.length === 0
  return (
    <>
      <ViewHead
        title={text.title}
        crumbs={[{ label: buildWizardText.title, href: addressOf.builds() }, { label: text.title }]}
        {...(links === null || isEmpty ? {} : { actions: add })}
      />
      {links === null ? (
        error === null ? (
          <SkeletonRows count={4} />
        ) : (
          <ErrorState error={error} title={text.loadFailed} onRetry={reload} />
        )
      ) : isEmpty ? (
        <EmptyState title={text.emptyTitle} text={text.emptyText} action={add} />
      ) : (
        <ul className="pane link-list" aria-label={text.title}>
          {links.map((link) => (
            <LinkRow
              key={link.id}
              link={link}
              onChange={() => setSheet({ kind: 'link', link })}
              onRemove={() => setSheet({ kind: 'remove', link })}
            />
          ))}
        </ul>
      )}
      {sheet?.kind === 'link' && <LinkSheet link={sheet.link} onClose={close} />}
      {sheet?.kind === 'remove' && <RemoveSheet link={sheet.link} onClose={close} />}
    </>
  )
}
