/** The answer of a search as tall rows: what it is, newest tag, size, architectures, who it says signed it, one action. */
import { type ReactNode, useMemo } from 'react'
import { Link } from 'react-aria-components'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { Key } from '../../../src-shared/model/key.ts'
import type { LibraryContainer } from '../../../src-shared/model/library.ts'
import { formatBytes, formatSize } from '../../../src-shared/text/format.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { addressOf } from '../../app/address.ts'
import { askToPull, type PullRequest } from '../../app/pull-request.ts'
import { navigate } from '../../app/router.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { type DataColumn, DataTable, type GroupRow } from '../../components/data-table.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import type { MenuEntry } from '../../components/menu.tsx'
import { pullState, splitPath } from './library-view.ts'
import { type ResultRow, type ResultRows, resultKey, resultName } from './result-rows.ts'
import { SignerCell } from './signer-cell.tsx'

/** Where a row leads. */
function addressOfRow(row: ResultRow): string | null {
  switch (row.kind) {
    case 'group':
      return null
    case 'container':
      return addressOf.container(row.container.remote, row.container.path)
    case 'collection':
      return addressOf.container(row.collection.remote, row.collection.path)
    case 'user':
      return addressOf.container(row.user.remote, row.user.name)
    case 'repository':
      return addressOf.registry(row.repository.host, row.repository.repository)
  }
}

interface WhatProps {
  readonly icon: IconName
  readonly path: string
  readonly href: string
  readonly description: string
  /** After the name, in quiet words. */
  readonly note?: string
}

function What({ icon, path, href, description, note }: WhatProps) {
  const { before, name } = splitPath(path)
  const text = description === '' ? libraryText.noDescription : description
  return (
    <div className="library-what">
      <Icon name={icon} />
      <div className="stack">
        <div className="library-path" title={path}>
          {before !== '' && <span className="quiet cut">{before}</span>}
          <Link className="plain strong cut" href={href}>
            {name}
          </Link>
          {note !== undefined && <span className="quiet cut library-also">{note}</span>}
        </div>
        <div className="quiet cut" title={text}>
          {text}
        </div>
      </div>
    </div>
  )
}

function Whatever({ row }: { readonly row: ResultRow }) {
  const href = addressOfRow(row) ?? ''
  switch (row.kind) {
    case 'group':
      return null
    case 'container':
      return (
        <What
          icon="box"
          path={row.container.path}
          href={href}
          description={row.container.description}
          {...(row.container.alsoOn.length === 0
            ? {}
            : { note: libraryText.alsoOn(row.container.alsoOn.map(({ remote }) => remote)) })}
        />
      )
    case 'repository':
      return (
        <What
          icon="box"
          path={`${row.repository.host}/${row.repository.repository}`}
          href={href}
          description={row.repository.description}
        />
      )
    case 'collection':
      return <What icon="collection" path={row.collection.path} href={href} description={row.collection.description} />
    case 'user':
      return <What icon="user" path={row.user.name} href={href} description={row.user.description} />
  }
}

const referenceOf = (container: LibraryContainer): string =>
  container.newestTag === null ? container.reference : `${container.reference}:${container.newestTag}`

/** A reference alone means the remote in use; a container of another one says which. */
const requestFor = (container: LibraryContainer, activeRemote: string | null): PullRequest => ({
  reference: referenceOf(container),
  architecture: null,
  remote: container.remote === activeRemote || container.remote === '' ? null : container.remote,
})

interface ActionProps {
  readonly row: ResultRow
  readonly images: readonly ImageSummary[]
  readonly activeRemote: string | null
}

function Action({ row, images, activeRemote }: ActionProps) {
  switch (row.kind) {
    case 'group':
      return null
    case 'collection':
    case 'user':
      return (
        <LinkButton href={addressOfRow(row) ?? ''} label={libraryText.openOf(resultName(row))}>
          {libraryText.open}
        </LinkButton>
      )
    case 'repository': {
      const { reference } = row.repository
      return (
        <Button
          icon="pull"
          label={libraryText.pullOf(reference)}
          onPress={() => askToPull({ reference, architecture: null, remote: null })}
        >
          {libraryText.pull}
        </Button>
      )
    }
    case 'container': {
      const { container } = row
      if (container.newestTag === null) return <span className="quiet">{libraryText.noTags}</span>
      const pull = (): void => askToPull(requestFor(container, activeRemote))
      const label = libraryText.pullOf(container.path)
      const state = pullState(container, images)
      switch (state.kind) {
        case 'pull':
          return (
            <Button icon="pull" label={label} onPress={pull}>
              {libraryText.pull}
            </Button>
          )
        case 'again':
          return (
            <Button icon="moved" label={libraryText.pullAgainOf(container.path)} onPress={pull}>
              {libraryText.pullAgain}
            </Button>
          )
        case 'pulled':
          return (
            <Link className="plain pulled-link" href={addressOf.image(state.image.path)}>
              <Icon name="check" />
              {libraryText.pulled}
            </Link>
          )
      }
    }
  }
}

function groupOf(row: ResultRow): GroupRow | null {
  if (row.kind !== 'group') return null
  return {
    isOpen: null,
    title: (
      <>
        <span className="strong">{row.title}</span>
        <span className="quiet regular">{row.count}</span>
      </>
    ),
  }
}

function menuOf(row: ResultRow, activeRemote: string | null): readonly MenuEntry[] {
  const address = addressOfRow(row)
  if (address === null) return []
  const open: MenuEntry = {
    kind: 'action',
    id: 'open',
    label: libraryText.open,
    icon: 'eye',
    shortcut: 'Enter',
    onAction: () => navigate(address),
  }
  if (row.kind !== 'container') return [open]
  const reference = referenceOf(row.container)
  return [
    open,
    {
      kind: 'action',
      id: 'pull',
      label: libraryText.pullOther,
      icon: 'pull',
      onAction: () => askToPull(requestFor(row.container, activeRemote)),
    },
    {
      kind: 'action',
      id: 'copy',
      label: libraryText.copyReference,
      icon: 'copy',
      onAction: () => void navigator.clipboard.writeText(reference),
    },
  ]
}

export interface ResultsTableProps {
  readonly results: ResultRows
  readonly keys: ReadonlyMap<string, Key>
  /** Local images, to tell what is here already. */
  readonly images: readonly ImageSummary[]
  readonly activeRemote: string | null
}

export function ResultsTable({ results, keys, images, activeRemote }: ResultsTableProps) {
  const columns = useMemo((): readonly DataColumn<ResultRow>[] => {
    const text = libraryText.columns
    const forContainers =
      (render: (container: LibraryContainer) => ReactNode) =>
      (row: ResultRow): ReactNode =>
        row.kind === 'container' ? render(row.container) : null
    return [
      {
        id: 'what',
        title: text.container,
        width: { share: 1, minPx: 236 },
        fills: true,
        render: (row) => <Whatever row={row} />,
      },
      {
        id: 'tag',
        title: text.newestTag,
        width: { px: 136 },
        render: (row) =>
          row.kind === 'collection' && row.collection.containers !== null ? (
            <span className="quiet">{libraryText.containerCount(row.collection.containers)}</span>
          ) : row.kind === 'container' && row.container.newestTag !== null ? (
            <code>{row.container.newestTag}</code>
          ) : null,
      },
      {
        id: 'size',
        title: text.size,
        width: { px: 84 },
        align: 'end',
        render: forContainers(({ sizeBytes }) =>
          sizeBytes === null ? null : <span title={formatBytes(sizeBytes)}>{formatSize(sizeBytes)}</span>,
        ),
      },
      {
        id: 'for',
        title: text.for,
        width: { px: 124 },
        rank: 1,
        render: forContainers(({ architectures }) => architectures.join(', ')),
      },
      {
        id: 'signer',
        title: text.signedBy,
        width: { px: 188 },
        render: forContainers(({ signed, fingerprints }) => (
          <SignerCell signed={signed} fingerprints={fingerprints} keys={keys} />
        )),
      },
      {
        id: 'action',
        title: text.action,
        hidesTitle: true,
        width: { px: 136 },
        align: 'end',
        render: (row) => <Action row={row} images={images} activeRemote={activeRemote} />,
      },
    ]
  }, [keys, images, activeRemote])

  return (
    <DataTable
      label={libraryText.resultsLabel}
      columns={columns}
      rowCount={results.rows.length}
      rowAt={(index) => results.rows[index] ?? null}
      keyOf={resultKey}
      textOf={resultName}
      rowHeight="taller"
      groupOf={groupOf}
      groupIndexes={results.groupIndexes}
      onOpen={(row) => {
        const address = addressOfRow(row)
        if (address !== null) navigate(address)
      }}
      menuOf={(row) => menuOf(row, activeRemote)}
    />
  )
}
