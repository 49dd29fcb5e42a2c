/** The Images list: what is on this computer, with verdict and signer, and the chosen images beside it. */
import './images.css'
import { useEffect, useMemo, useState } from 'react'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import { formatCount, formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { useQueryValue } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { useSettled } from '../../app/use-settled.ts'
import { Button } from '../../components/button.tsx'
import { DataTable, type Sort } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { AddNotices } from './add-notices.tsx'
import { chooseImages } from './choose-images.ts'
import { groupTitle } from './group-title.tsx'
import { imageMenu } from './image-actions.ts'
import { imageColumns } from './image-columns.tsx'
import { ImageDetail } from './image-detail.tsx'
import { type ImageRow, imageRows } from './image-rows.ts'
import { imagesStore, removeStore, useImages } from './images.ts'
import { ImagesHead, ImagesToolbar } from './images-head.tsx'
import { type ImagesFilter, noFilter } from './images-store.ts'
import { SelectionDetail } from './selection-detail.tsx'
import { useImageDeeds } from './use-image-deeds.ts'
import { ReportView } from './verify-report.tsx'

const sortIds: readonly ImagesFilter['sort'][] = ['name', 'size', 'verdict', 'addedAt', 'reference']

function isFiltered({ text, verdicts, architectures }: ImagesFilter): boolean {
  return text.trim() !== '' || verdicts.length > 0 || architectures.length > 0
}

function Empty() {
  const filter = useImages((state) => state.filter)
  if (!isFiltered(filter)) {
    return (
      <EmptyState
        title={imagesText.emptyTitle}
        text={imagesText.emptyText}
        action={
          <Button icon="plus" onPress={() => void chooseImages()}>
            {imagesText.add}
          </Button>
        }
      />
    )
  }
  const shown = filter.text.trim() === '' ? imagesText.noMatchFilters : `“${filter.text.trim()}”`
  return (
    <EmptyState
      title={imagesText.noMatchTitle}
      text={imagesText.noMatchText(shown)}
      isPlain
      action={
        <Button
          onPress={() =>
            imagesStore.setFilter({ text: '', verdicts: noFilter.verdicts, architectures: noFilter.architectures })
          }
        >
          {imagesText.clearFilters}
        </Button>
      }
    />
  )
}

/** Keys of the view: verify, copy, and stepping back out of a selection. */
function useViewKeys(chosen: readonly ImageSummary[], deeds: ReturnType<typeof useImageDeeds>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"]') !== null) return
      const isCommand = event.ctrlKey !== event.metaKey && event.shiftKey && !event.altKey
      const key = event.key.toLowerCase()
      if (event.key === 'Escape' && chosen.length > 1) imagesStore.select(new Set())
      else if (isCommand && key === 'v' && chosen.length > 0) deeds.verify(chosen)
      else if (isCommand && key === 'c' && chosen.some((image) => image.reference !== null)) {
        const references = chosen.flatMap((image) => image.reference ?? [])
        deeds.copy(references.join('\n'), references.length)
      } else return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [chosen, deeds])
}

function Detail({
  chosen,
  homeFolder,
}: {
  readonly chosen: readonly ImageSummary[]
  readonly homeFolder: string | null
}) {
  const deeds = useImageDeeds()
  const images = useImages((state) => state.images)
  // Going through the list by the arrow keys reads only the images one stays at.
  const settled = useSettled(chosen, 90)
  const [only] = settled
  if (settled.length === 0) return <SelectionDetail images={images} isAll deeds={deeds} homeFolder={homeFolder} />
  if (settled.length > 1 || only === undefined) {
    return <SelectionDetail images={settled} isAll={false} deeds={deeds} homeFolder={homeFolder} />
  }
  return <ImageDetail key={only.path} image={only} deeds={deeds} homeFolder={homeFolder} />
}

function Table({ rows, homeFolder }: { readonly rows: readonly ImageRow[]; readonly homeFolder: string | null }) {
  const { filter, selected, images, page, isLoading } = useImages((state) => state)
  const deeds = useImageDeeds()
  const chosenOf = (image: ImageSummary): readonly ImageSummary[] =>
    selected.has(image.id) && selected.size > 1 ? images.filter((one) => selected.has(one.id)) : [image]
  const sort = (next: Sort): void => {
    const id = sortIds.find((one) => one === next.columnId)
    if (id !== undefined) imagesStore.setFilter({ sort: id, descending: next.isDescending })
  }
  const total = page?.total ?? images.length
  const select = (ids: ReadonlySet<string>): void => imagesStore.select(ids)
  // Coming back from an image the list stands where it was left.
  const [startAt] = useState(() =>
    Math.max(
      0,
      rows.findIndex((row) => selected.has(row.id)),
    ),
  )
  return (
    <DataTable
      label={imagesText.listLabel}
      columns={imageColumns}
      rowCount={rows.length}
      rowAt={(index) => rows[index] ?? null}
      keyOf={(row) => row.id}
      textOf={(row) => (row.kind === 'image' ? row.image.name : row.key)}
      sort={{ columnId: filter.sort, isDescending: filter.descending }}
      onSort={sort}
      selectionMode="multiple"
      selected={selected}
      startAt={startAt}
      onSelect={select}
      onOpen={(row) => row.kind === 'image' && deeds.open(row.image)}
      onPreview={(row) => row.kind === 'image' && select(new Set([row.id]))}
      onDelete={() => removeStore.setState({ images: images.filter((image) => selected.has(image.id)) })}
      menuOf={(row) => (row.kind === 'image' ? imageMenu(chosenOf(row.image), deeds) : [])}
      onToggle={(row) => row.kind === 'group' && imagesStore.toggleGroup(row.key)}
      {...(filter.groupBy === 'none'
        ? {}
        : {
            groupOf: (row: ImageRow) =>
              row.kind === 'group'
                ? {
                    title: groupTitle(row, filter.groupBy, homeFolder),
                    isOpen: !row.isCollapsed,
                    cells: { size: <span className="quiet">{formatSize(row.sizeBytes)}</span> },
                  }
                : null,
          })}
      {...(isFiltered(filter) || images.length < total
        ? {
            footer: (
              <>
                <span className="quiet">
                  {images.length < total && isLoading
                    ? imagesText.loadingMore(images.length, total)
                    : `${formatCount(total)} ${imagesText.matching}`}
                </span>
                <span className="grow" />
                <Button variant="link" onPress={() => select(new Set(images.map((image) => image.id)))}>
                  {imagesText.selectAll(images.length)}
                </Button>
              </>
            ),
          }
        : {})}
    />
  )
}

function List() {
  const { images, page, collapsed, selected, isLoading, error } = useImages((state) => state)
  const capabilities = useCall('settings.capabilities', {})
  const homeFolder = capabilities.value?.homeFolder ?? null
  const deeds = useImageDeeds()
  const rows = useMemo(() => imageRows(images, page?.groups ?? [], collapsed), [images, page, collapsed])
  const chosen = useMemo(() => images.filter((image) => selected.has(image.id)), [images, selected])
  useViewKeys(chosen, deeds)
  if (page === null && error !== null) {
    return <ErrorState error={error} title={imagesText.errorTitle} onRetry={() => void imagesStore.refresh()} />
  }
  const isEmpty = page !== null && page.total === 0
  return (
    <>
      <ImagesHead />
      <ImagesToolbar />
      <ThinBar isOn={isLoading && page !== null} />
      <AddNotices />
      {error !== null && (
        <SourceNotice
          kind="failed"
          title={imagesText.refreshFailed}
          text={error.message}
          action={<Button onPress={() => void imagesStore.refresh()}>{imagesText.retry}</Button>}
        />
      )}
      <SplitView
        name="images"
        detailLabel={imagesText.detailLabel}
        detail={page === null || isEmpty ? null : <Detail chosen={chosen} homeFolder={homeFolder} />}
      >
        {page === null ? <SkeletonRows /> : isEmpty ? <Empty /> : <Table rows={rows} homeFolder={homeFolder} />}
      </SplitView>
    </>
  )
}

export function ImagesView() {
  const [report] = useQueryValue('report')
  return report === null ? <List /> : <ReportView />
}
