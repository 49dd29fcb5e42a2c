/** A user or a collection: what a search finds below its name. A library lists nothing without a search. */
import './library.css'
import { useMemo } from 'react'
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
import { shortestQuery, splitPath } from './library-view.ts'
import { resultRows, under } from './result-rows.ts'
import { ResultsTable } from './results-table.tsx'
import { useImagesLike, useKeys, useRemotes } from './use-library-facts.ts'

export function PlaceView({ remote, path }: { readonly remote: string; readonly path: string }) {
  const { name } = splitPath(path)
  const isAskable = name.length >= shortestQuery
  const { value, error, isLoading, isRefreshing, reload } = useCall(
    'library.search',
    isAskable ? { query: name, remote } : null,
    { refetchOn: ['remotes.changed'] },
  )
  const keys = useKeys()
  const images = useImagesLike(name)
  const { active } = useRemotes()
  const results = useMemo(() => (value === null ? null : resultRows(under(path, value))), [value, path])

  return (
    <>
      <ViewHead title={name} crumbs={crumbsOf(remote, path)} note={libraryText.listBySearch} />
      <div className="library-list">
        <ThinBar isOn={isRefreshing} />
        {isLoading ? (
          <SkeletonRows />
        ) : error !== null && results === null ? (
          <ErrorState error={error} title={libraryText.searchFailed} onRetry={reload} />
        ) : results === null || results.count === 0 ? (
          <EmptyState
            isPlain
            title={libraryText.collectionEmpty}
            text={isAskable ? libraryText.collectionEmptyText : libraryText.tooShortText}
            action={<LinkButton href={addressOf.library()}>{libraryText.searchLibrary}</LinkButton>}
          />
        ) : (
          <ResultsTable results={results} keys={keys} images={images} activeRemote={active?.name ?? null} />
        )}
      </div>
    </>
  )
}
