/**
 * The page of a container: its reference in both forms, its tags, its description and who it says
 * signed it. A path that is too short for a container lists what a search finds below it.
 */
import './library.css'
import { useMemo, useState } from 'react'
import type { LibraryContainerPage, LibraryTag } from '../../../src-shared/model/library.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { libraryChangeText } from '../../../src-shared/text/library-change.ts'
import { addressOf } from '../../app/address.ts'
import { askToPull } from '../../app/pull-request.ts'
import { useQueryValue } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { type MenuEntry, MoreMenu } from '../../components/menu.tsx'
import { ReferenceBox } from '../../components/reference-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { SplitButton } from '../../components/split-button.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { TokenNotice } from '../../components/token-notice.tsx'
import { type Crumb, ViewHead } from '../../components/view-head.tsx'
import { type ChangeRequest, ChangeSheet } from './change-sheets.tsx'
import { ContainerAbout } from './container-about.tsx'
import { ContainerMissing } from './container-missing.tsx'
import { architecturesOf, descriptionBlocks, mainTag, pinnedForm, splitPath, tagForm, tagKey } from './library-view.ts'
import { MovedNotice } from './moved-notice.tsx'
import { TagsTable } from './tags-table.tsx'
import { useArchitecture, useImagesLike, useKeys, useRemotes } from './use-library-facts.ts'

/** The way to a path: library, remote, owner, collection. */
export function crumbsOf(remote: string, path: string): readonly Crumb[] {
  const parts = path.split('/').slice(0, -1)
  return [
    { label: libraryText.title, href: addressOf.library() },
    { label: remote },
    ...parts.map((part, index) => ({
      label: part,
      href: addressOf.container(remote, parts.slice(0, index + 1).join('/')),
    })),
  ]
}

interface FormsProps {
  readonly reference: string
  readonly tag: LibraryTag
}

function Forms({ reference, tag }: FormsProps) {
  return (
    <div className="container-forms">
      <div>
        <div className="line small">
          <span className="medium">{libraryText.followsTag}</span>
          <span className="quiet cut">{libraryText.followsTagNote}</span>
        </div>
        <ReferenceBox reference={tagForm(reference, tag)} copyLabel={libraryText.copyReference} />
      </div>
      <div>
        <div className="line small">
          <span className="medium">{libraryText.pinned}</span>
          <span className="quiet cut">{libraryText.pinnedNote}</span>
        </div>
        <ReferenceBox reference={pinnedForm(reference, tag.digest)} copyLabel={libraryText.copyPinned} />
      </div>
    </div>
  )
}

function Description({ text }: { readonly text: string }) {
  let place = 0
  return descriptionBlocks(text).map((block) => {
    place += 1
    return block.kind === 'code' ? <pre key={place}>{block.text}</pre> : <p key={place}>{block.text}</p>
  })
}

interface PageProps {
  readonly page: LibraryContainerPage
  readonly remote: string
  readonly isRefreshing: boolean
  readonly problem: string | null
  readonly onRetry: () => void
}

function Page({ page, remote, isRefreshing, problem, onRetry }: PageProps) {
  const keys = useKeys()
  const architecture = useArchitecture()
  const { active, libraries } = useRemotes()
  const shown = libraries.find(({ name }) => name === remote) ?? null
  const [chosen, setChosen] = useQueryValue('tag')
  const [change, setChange] = useState<ChangeRequest | null>(null)
  const { container, tags } = page
  const { name } = splitPath(container.path)
  const tag =
    tags.find((candidate) => tagKey(candidate) === chosen) ??
    tags.find((candidate) => candidate.tag === chosen && candidate.architecture === architecture) ??
    mainTag(tags, architecture)
  const remoteOfPull = active?.name === remote ? null : remote
  const pull = (which: LibraryTag): void =>
    askToPull({
      reference: tagForm(container.reference, which),
      architecture: which.architecture === architecture ? null : which.architecture,
      remote: remoteOfPull,
    })
  const local = useImagesLike(tag?.movedFrom === null || tag === null ? null : name)
  const before = local.find(({ digest, fileState }) => digest === tag?.movedFrom && fileState === 'present')
  const comparison =
    before === undefined || tag === null
      ? null
      : addressOf.compare(before.path, {
          kind: 'remote',
          reference: tagForm(container.reference, tag),
          remote: remoteOfPull,
          architecture: tag.architecture,
        })
  const sameTag = useMemo(() => tags.filter((candidate) => candidate.tag === tag?.tag), [tags, tag])
  const ways: readonly MenuEntry[] = architecturesOf(sameTag, architecture).flatMap((each) => {
    const other = sameTag.find((candidate) => candidate.architecture === each)
    if (other === undefined) return []
    return [
      {
        kind: 'action',
        id: each,
        label: libraryText.pullArchitecture(each),
        icon: 'pull',
        onAction: () => pull(other),
      } as const,
    ]
  })
  const menuOf = (which: LibraryTag): readonly MenuEntry[] => [
    {
      kind: 'action',
      id: 'pull',
      label: libraryText.pullTag(which.tag),
      icon: 'pull',
      shortcut: 'Enter',
      onAction: () => pull(which),
    },
    { kind: 'separator', id: 'line' },
    {
      kind: 'action',
      id: 'copy',
      label: libraryText.copyReference,
      icon: 'copy',
      onAction: () => void navigator.clipboard.writeText(tagForm(container.reference, which)),
    },
    {
      kind: 'action',
      id: 'pin',
      label: libraryText.copyPinned,
      icon: 'pin',
      onAction: () => void navigator.clipboard.writeText(pinnedForm(container.reference, which.digest)),
    },
    {
      kind: 'action',
      id: 'digest',
      label: libraryText.copyDigest,
      icon: 'copy',
      onAction: () => void navigator.clipboard.writeText(which.digest),
    },
    { kind: 'separator', id: 'changes' },
    {
      kind: 'action',
      id: 'tag',
      label: libraryChangeText.tagCommand,
      icon: 'tag',
      onAction: () => setChange({ kind: 'tag', tag: which }),
    },
    {
      kind: 'action',
      id: 'delete',
      label: libraryChangeText.deleteCommand,
      icon: 'trash',
      isDangerous: true,
      onAction: () => setChange({ kind: 'delete', tag: which }),
    },
  ]

  return (
    <>
      <ViewHead
        title={name}
        crumbs={crumbsOf(remote, container.path)}
        actions={
          tag !== null && (
            <>
              <SplitButton
                variant="primary"
                icon="pull"
                onPress={() => pull(tag)}
                entries={ways}
                menuLabel={libraryText.waysToPull}
              >
                {libraryText.pullTag(tag.tag)}
              </SplitButton>
              <MoreMenu label={libraryText.moreActions} entries={menuOf(tag)} />
            </>
          )
        }
      />
      <div className="container-head">
        {container.description !== '' && <p className="description">{container.description}</p>}
        {tag !== null && <Forms reference={container.reference} tag={tag} />}
      </div>
      <TokenNotice remote={shown} href={addressOf.signIn(remote)} />
      {problem !== null && (
        <SourceNotice kind="failed" title={problem} action={<Button onPress={onRetry}>{libraryText.retry}</Button>} />
      )}
      <SplitView
        name="library.container"
        detailLabel={libraryText.aboutContainer}
        defaultWidth={268}
        minWidth={236}
        detail={<ContainerAbout page={page} tag={tag} keys={keys} />}
      >
        <ThinBar isOn={isRefreshing} />
        {tag?.movedFrom !== null && tag !== null && (
          <MovedNotice tag={tag} reference={container.reference} onPull={() => pull(tag)} comparison={comparison} />
        )}
        {tags.length === 0 ? (
          <EmptyState title={libraryText.nothingTagged} text={libraryText.nothingTaggedText} />
        ) : (
          <div className="container-tags" style={{ height: 28 + tags.length * 32 + 2 }}>
            <TagsTable
              tags={tags}
              keys={keys}
              architecture={architecture}
              selected={tag}
              onSelect={(which) => setChosen(tagKey(which))}
              onOpen={pull}
              menuOf={menuOf}
            />
          </div>
        )}
        {page.fullDescription !== '' && page.fullDescription !== container.description && (
          <section className="container-description" aria-label={libraryText.description}>
            <h2>{libraryText.description}</h2>
            <Description text={page.fullDescription} />
          </section>
        )}
      </SplitView>
      {change !== null && (
        <ChangeSheet
          request={change}
          reference={container.reference}
          remote={remoteOfPull}
          onClose={() => setChange(null)}
        />
      )}
    </>
  )
}

export interface ContainerViewProps {
  readonly remote: string
  readonly path: string
}

export function ContainerView({ remote, path }: ContainerViewProps) {
  const { value, error, isLoading, isRefreshing, reload } = useCall(
    'library.container',
    { path, remote },
    { refetchOn: ['images.changed', 'remotes.changed', 'library.changed'] },
  )
  if (value !== null) {
    return (
      <Page
        page={value}
        remote={remote}
        isRefreshing={isRefreshing}
        problem={error?.message ?? null}
        onRetry={reload}
      />
    )
  }
  const { name } = splitPath(path)
  return (
    <>
      <ViewHead title={name} crumbs={crumbsOf(remote, path)} />
      <div className="library-list">
        {isLoading || error === null ? (
          <SkeletonRows />
        ) : error.kind === 'notFound' ? (
          <ContainerMissing error={error} path={path} remote={remote} />
        ) : (
          <ErrorState error={error} title={libraryText.containerFailed} onRetry={reload} />
        )}
      </div>
    </>
  )
}
