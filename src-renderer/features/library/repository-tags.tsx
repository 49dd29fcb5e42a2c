/** The tags of one repository of a registry. Nothing is asked about each: every question may count as a pull. */
import './library.css'
import { useMemo } from 'react'
import { libraryText } from '../../../src-shared/text/library.ts'
import { ociText } from '../../../src-shared/text/oci.ts'
import { addressOf } from '../../app/address.ts'
import { askToPull } from '../../app/pull-request.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { type DataColumn, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { ViewHead } from '../../components/view-head.tsx'
import { registryName } from './registry-list.tsx'

export function RepositoryTags({ host, repository }: { readonly host: string; readonly repository: string }) {
  const { value, error, isLoading, isRefreshing, reload } = useCall(
    'oci.tags',
    { host, repository },
    { refetchOn: ['oci.changed'] },
  )
  const path = host === 'docker.io' ? repository.replace(/^library\//, '') : `${host}/${repository}`
  const columns = useMemo((): readonly DataColumn<string>[] => {
    const pull = (tag: string): void =>
      askToPull({ reference: `docker://${path}:${tag}`, architecture: null, remote: null })
    return [
      {
        id: 'tag',
        title: ociText.tag,
        width: { share: 1, minPx: 160 },
        render: (tag) => <code className="strong">{tag}</code>,
      },
      {
        id: 'action',
        title: ociText.action,
        hidesTitle: true,
        width: { px: 112 },
        align: 'end',
        render: (tag) => (
          <Button icon="pull" label={ociText.pullOf(`${repository}:${tag}`)} onPress={() => pull(tag)}>
            {ociText.pull}
          </Button>
        ),
      },
    ]
  }, [path, repository])
  const note =
    value === null
      ? null
      : [ociText.tagCount(value.tags.length), ...(value.others === 0 ? [] : [ociText.others(value.others)])]
  return (
    <>
      <ViewHead
        title={repository}
        crumbs={[
          { label: libraryText.title, href: addressOf.library() },
          { label: registryName(host), href: addressOf.registry(host) },
        ]}
        {...(note === null ? {} : { note: note.join(' ') })}
      />
      <div className="library-list">
        <ThinBar isOn={isRefreshing} />
        {isLoading ? (
          <SkeletonRows />
        ) : value === null ? (
          error !== null && <ErrorState error={error} title={ociText.failed(registryName(host))} onRetry={reload} />
        ) : value.tags.length === 0 ? (
          <EmptyState isPlain title={ociText.noTagsYet} text={ociText.noRepositoriesText} />
        ) : (
          <DataTable
            label={ociText.tagsOf(repository)}
            columns={columns}
            rowCount={value.tags.length}
            rowAt={(index) => value.tags[index] ?? null}
            keyOf={(tag) => tag}
            textOf={(tag) => tag}
            onOpen={(tag) => askToPull({ reference: `docker://${path}:${tag}`, architecture: null, remote: null })}
          />
        )}
      </div>
    </>
  )
}
