/** A user or a collection: what it is, the room it takes, and what is in it, listed or found by searching. */
import './library.css'
import { useMemo } from 'react'
import type { LibraryPlacePage } from '../../../src-shared/model/library.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { addressOf } from '../../app/address.ts'
import { useCall } from '../../app/use-call.ts'
import { LinkButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { crumbsOf } from './container-view.tsx'
import { splitPath } from './library-view.ts'
import { resultRows } from './result-rows.ts'
import { ResultsTable } from './results-table.tsx'
import { useImagesLike, useKeys, useRemotes } from './use-library-facts.ts'

function About({ page }: { readonly page: LibraryPlacePage }) {
  const { description, quota } = page
  const room =
    quota === null
      ? null
      : libraryText.usedOf(formatSize(quota.usedBytes), quota.totalBytes === 0 ? null : formatSize(quota.totalBytes))
  const facts = [...(page.private ? [libraryText.privateWord] : []), ...(room === null ? [] : [room])]
  if (description === '' && facts.length === 0) return null
  return (
    <div className="library-place">
      {description !== '' && <p>{description}</p>}
      {facts.length > 0 && <p className="quiet">{facts.join(' · ')}</p>}
    </div>
  )
}

export function PlaceView({ remote, path }: { readonly remote: string; readonly path: string }) {
  const { name } = splitPath(path)
  const { value, error, isLoading, isRefreshing, reload } = useCall(
    'library.place',
    { path, remote },
    { refetchOn: ['remotes.changed', 'library.changed'] },
  )
  const keys = useKeys()
  const images = useImagesLike(`${path}/`)
  const { active } = useRemotes()
  const results = useMemo(() => (value === null ? null : resultRows({ ...value, users: [] })), [value])

  return (
    <>
      <ViewHead
        title={name}
        crumbs={crumbsOf(remote, path)}
        {...(value === null || value.isComplete ? {} : { note: libraryText.listBySearch })}
      />
      {value !== null && <About page={value} />}
      <div className="library-list">
        <ThinBar isOn={isRefreshing} />
        {isLoading ? (
          <SkeletonRows />
        ) : error !== null && results === null ? (
          <ErrorState error={error} title={libraryText.placeFailed(path)} onRetry={reload} />
        ) : results === null || results.count === 0 ? (
          <EmptyState
            isPlain
            title={value?.isComplete === true ? libraryText.nothingInside : libraryText.collectionEmpty}
            {...(value?.isComplete === true ? {} : { text: libraryText.collectionEmptyText })}
            action={<LinkButton href={addressOf.library()}>{libraryText.searchLibrary}</LinkButton>}
          />
        ) : (
          <ResultsTable results={results} keys={keys} images={images} activeRemote={active?.name ?? null} />
        )}
      </div>
    </>
  )
}
