/** What a registry has, as a list: Docker Hub by its search, others by the list of repositories that they tell. */
import { useMemo } from 'react'
import { Link } from 'react-aria-components'
import type { HubRepository } from '../../../src-shared/model/oci.ts'
import { formatCount } from '../../../src-shared/text/format.ts'
import { ociText } from '../../../src-shared/text/oci.ts'
import { addressOf } from '../../app/address.ts'
import { askToPull } from '../../app/pull-request.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { type DataColumn, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'

export const hubHost = 'docker.io'

export function registryName(host: string): string {
  return host === hubHost ? ociText.hub : host
}

function What({
  host,
  repository,
  found,
}: {
  readonly host: string
  readonly repository: string
  readonly found: HubRepository | null
}) {
  const slash = repository.lastIndexOf('/')
  const badge = found?.badge ?? null
  return (
    <div className="library-what">
      <Icon name="box" />
      <div className="stack grow">
        <div className="library-path" title={repository}>
          {slash >= 0 && <span className="quiet cut">{`${repository.slice(0, slash)} / `}</span>}
          <Link className="plain strong cut" href={addressOf.registry(host, repository)}>
            {repository.slice(slash + 1)}
          </Link>
          {badge !== null && <span className="tag">{ociText.badges[badge]}</span>}
        </div>
        {found !== null && (
          <div className="quiet cut" title={found.description}>
            {found.description}
          </div>
        )}
      </div>
    </div>
  )
}

interface Row {
  readonly repository: string
  readonly reference: string
  readonly found: HubRepository | null
}

function columnsFor(host: string, isHub: boolean): readonly DataColumn<Row>[] {
  const hubColumns: readonly DataColumn<Row>[] = [
    {
      id: 'for',
      title: ociText.for,
      width: { px: 160 },
      rank: 2,
      render: ({ found }) => <span className="cut">{found?.architectures.join(', ')}</span>,
    },
    {
      id: 'stars',
      title: ociText.stars,
      width: { px: 72 },
      align: 'end',
      rank: 1,
      render: ({ found }) => (found === null || found.stars === null ? null : formatCount(found.stars)),
    },
    { id: 'pulls', title: ociText.pulls, width: { px: 72 }, align: 'end', render: ({ found }) => found?.pulls ?? null },
  ]
  return [
    {
      id: 'what',
      title: ociText.repository,
      width: { share: 1, minPx: 236 },
      fills: true,
      render: ({ repository, found }) => <What host={host} repository={repository} found={found} />,
    },
    ...(isHub ? hubColumns : []),
    {
      id: 'action',
      title: ociText.action,
      hidesTitle: true,
      width: { px: 196 },
      align: 'end',
      render: ({ repository, reference }) => (
        <span className="line">
          <LinkButton href={addressOf.registry(host, repository)} label={ociText.showTagsOf(repository)}>
            {ociText.show}
          </LinkButton>
          <Button
            icon="pull"
            label={ociText.pullOf(repository)}
            onPress={() => askToPull({ reference, architecture: null, remote: null })}
          >
            {ociText.pull}
          </Button>
        </span>
      ),
    },
  ]
}

function Rows({ host, rows, label }: { readonly host: string; readonly rows: readonly Row[]; readonly label: string }) {
  const columns = useMemo(() => columnsFor(host, host === hubHost), [host])
  return (
    <DataTable
      label={label}
      columns={columns}
      rowCount={rows.length}
      rowAt={(index) => rows[index] ?? null}
      keyOf={({ repository }) => repository}
      textOf={({ repository }) => repository}
      rowHeight={host === hubHost ? 'taller' : 'tall'}
      onOpen={({ repository }) => navigate(addressOf.registry(host, repository))}
    />
  )
}

interface ListProps {
  readonly host: string
  readonly words: string
  readonly architecture: string | null
}

function HubList({ words, architecture }: Pick<ListProps, 'words' | 'architecture'>) {
  const query = words === '' ? null : { query: words, ...(architecture === null ? {} : { architecture }) }
  const { value, error, isLoading, reload } = useCall('oci.searchHub', query)
  if (query === null) return <EmptyState title={ociText.hubLanding} text={ociText.hubLandingText} />
  if (isLoading) return <SkeletonRows />
  if (value === null)
    return error === null ? null : <ErrorState error={error} title={ociText.failed(ociText.hub)} onRetry={reload} />
  if (value.repositories.length === 0)
    return <EmptyState isPlain title={ociText.nothingFound(words)} text={ociText.nothingFoundText} />
  const rows = value.repositories.map(
    (found): Row => ({ repository: found.repository, reference: found.reference, found }),
  )
  return <Rows host={hubHost} rows={rows} label={ociText.imagesOf(ociText.hub)} />
}

function CatalogList({ host, words }: Pick<ListProps, 'host' | 'words'>) {
  const { value, error, isLoading, reload } = useCall('oci.catalog', { host }, { refetchOn: ['oci.changed'] })
  const named = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(words) ? words : null
  const toTags =
    named === null ? null : (
      <LinkButton href={addressOf.registry(host, named)}>{ociText.showTagsOfTyped(named)}</LinkButton>
    )
  if (isLoading) return <SkeletonRows />
  if (value === null) {
    if (error === null) return null
    if (error.code === 'REGISTRY_CATALOG_NOT_OFFERED')
      return (
        <EmptyState
          title={ociText.noCatalog(host)}
          text={ociText.noCatalogText}
          {...(toTags === null ? {} : { action: toTags })}
        />
      )
    return <ErrorState error={error} title={ociText.failed(host)} onRetry={reload} />
  }
  const rows = value.repositories
    .filter((repository) => repository.includes(words.toLowerCase()))
    .map((repository): Row => ({ repository, reference: `docker://${host}/${repository}`, found: null }))
  if (value.repositories.length === 0)
    return <EmptyState isPlain title={ociText.noRepositories(host)} text={ociText.noRepositoriesText} />
  if (rows.length === 0)
    return (
      <EmptyState
        isPlain
        title={ociText.nothingFound(words)}
        text={ociText.nothingFoundText}
        {...(toTags === null ? {} : { action: toTags })}
      />
    )
  return (
    <>
      {!value.isComplete && <SourceNotice kind="information" title={ociText.incomplete} />}
      <Rows host={host} rows={rows} label={ociText.repositoriesOf(host)} />
    </>
  )
}

export function RegistryList({ host, words, architecture }: ListProps) {
  return host === hubHost ? (
    <HubList words={words} architecture={architecture} />
  ) : (
    <CatalogList key={host} host={host} words={words} />
  )
}
