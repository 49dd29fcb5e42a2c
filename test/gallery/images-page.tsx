import { useMemo, useState } from 'react'
import { Button, IconButton } from '../../src-renderer/components/button.tsx'
import { FilterChip, ToggleChip } from '../../src-renderer/components/chip.tsx'
import { type DataColumn, DataTable, type Sort } from '../../src-renderer/components/data-table.tsx'
import { DigestText } from '../../src-renderer/components/digest-text.tsx'
import { FactList } from '../../src-renderer/components/fact-list.tsx'
import { SearchField } from '../../src-renderer/components/field.tsx'
import { Icon } from '../../src-renderer/components/icon.tsx'
import { ImageMap } from '../../src-renderer/components/image-map.tsx'
import { ShortMapLegend } from '../../src-renderer/components/map-legend.tsx'
import { MoreMenu } from '../../src-renderer/components/menu.tsx'
import { MiniMap } from '../../src-renderer/components/mini-map.tsx'
import { ReferenceText } from '../../src-renderer/components/reference-text.tsx'
import { SplitView } from '../../src-renderer/components/split-view.tsx'
import { VerdictBadge } from '../../src-renderer/components/verdict-badge.tsx'
import { Toolbar, ViewHead } from '../../src-renderer/components/view-head.tsx'
import { formatCount, formatSize } from '../../src-shared/text/format.ts'
import { gatkLanes, gatkObjects, type ImageRow, imageRows, miniParts } from './data.ts'
import { Frame } from './frame.tsx'

type Row =
  | { readonly kind: 'group'; readonly id: string; readonly name: string }
  | { readonly kind: 'image'; readonly id: string; readonly image: ImageRow }

const columns: readonly DataColumn<Row>[] = [
  {
    id: 'verdict',
    title: 'Verdict',
    width: { px: 138 },
    isSortable: true,
    render: (row) => row.kind === 'image' && <VerdictBadge verdict={row.image.verdict} />,
  },
  {
    id: 'name',
    title: 'Name',
    width: { share: 1, minPx: 150 },
    isSortable: true,
    render: (row) => row.kind === 'image' && <span className="medium">{row.image.name}</span>,
  },
  {
    id: 'from',
    title: 'From',
    rank: 2,
    width: { share: 1.4, minPx: 200 },
    fills: true,
    render: (row) => row.kind === 'image' && <ReferenceText reference={row.image.reference} />,
  },
  {
    id: 'size',
    title: 'Size',
    width: { px: 84 },
    align: 'end',
    isSortable: true,
    render: (row) => row.kind === 'image' && formatSize(row.image.sizeBytes),
  },
  {
    id: 'signer',
    title: 'Signer',
    rank: 3,
    width: { px: 180 },
    render: (row) => row.kind === 'image' && row.image.signer,
  },
  {
    id: 'map',
    title: 'Map',
    rank: 1,
    width: { px: 120 },
    fills: true,
    render: (row) =>
      row.kind === 'image' && <MiniMap parts={miniParts(row.image.verdict)} verdict={row.image.verdict} />,
  },
]

const images = imageRows(10_000)

export function ImagesPage() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['image-1']))
  const [sort, setSort] = useState<Sort>({ columnId: 'name', isDescending: false })
  const [isOpen, setOpen] = useState(true)
  const [text, setText] = useState('')
  const [verdicts, setVerdicts] = useState<readonly string[]>([])
  const [needsALook, setNeedsALook] = useState(false)
  const rows = useMemo((): readonly Row[] => {
    const shown = images.filter((image) => image.name.includes(text))
    const ordered = sort.isDescending ? shown.toReversed() : shown
    const data = ordered.map((image): Row => ({ kind: 'image', id: image.id, image }))
    return [{ kind: 'group', id: 'group', name: '~/Containers' }, ...(isOpen ? data : [])]
  }, [text, sort, isOpen])
  return (
    <Frame>
      <ViewHead
        title="Images"
        actions={
          <>
            <Button icon="check">Verify all…</Button>
            <Button icon="pull" variant="primary">
              Pull…
            </Button>
            <MoreMenu
              label="More actions"
              entries={[
                {
                  kind: 'action',
                  id: 'add',
                  label: 'Add files…',
                  icon: 'plus',
                  shortcut: 'Ctrl+O',
                  onAction: () => undefined,
                },
                { kind: 'separator', id: 'line' },
                {
                  kind: 'action',
                  id: 'remove',
                  label: 'Remove…',
                  icon: 'trash',
                  isDangerous: true,
                  onAction: () => undefined,
                },
              ]}
            />
          </>
        }
      />
      <Toolbar label="Filters">
        <SearchField
          kind="filter"
          label="Filter images"
          placeholder="Filter by name, label or signer"
          value={text}
          onChange={setText}
          width={232}
        />
        <FilterChip
          label="Verdict"
          choices={[
            { value: 'verified', label: 'Verified' },
            { value: 'changed', label: 'Changed' },
          ]}
          chosen={verdicts}
          onChange={setVerdicts}
        />
        <ToggleChip isOn={needsALook} onChange={setNeedsALook} count={9}>
          Needs a look
        </ToggleChip>
        <span className="grow" />
        <FilterChip
          label="Group"
          mode="one"
          choices={[
            { value: 'folder', label: 'Folder' },
            { value: 'none', label: 'None' },
          ]}
          chosen={['folder']}
          onChange={() => undefined}
        />
      </Toolbar>
      <SplitView
        name="gallery"
        detailLabel="Image"
        detail={
          <div className="pane">
            <div className="line" style={{ padding: '14px 16px 8px' }}>
              <h2 className="grow cut">gatk_4.6.1.sif</h2>
              <IconButton icon="external" label="Open in own window" />
            </div>
            <div style={{ padding: '0 16px' }}>
              <ImageMap form="plain" objects={gatkObjects} lanes={gatkLanes} onOpen={() => undefined} />
              <div style={{ height: 12 }} />
              <ShortMapLegend
                rows={[
                  { key: '5', verdict: 'verified', name: 'Acme Genomics Release', coverage: 'objects 1–4' },
                  {
                    key: '7',
                    verdict: 'unknown',
                    name: (
                      <>
                        <span className="quiet">says</span> Acme CI
                      </>
                    ),
                    coverage: 'objects 2–4',
                  },
                  { key: '6', verdict: null, name: 'Covered by no signature', coverage: 'object 6, 231 MB' },
                ]}
              />
              <div style={{ height: 16 }} />
              <FactList
                facts={[
                  { name: 'From', value: <ReferenceText reference="library://acme/genomics/gatk:4.6.1" /> },
                  { name: 'Digest', value: <DigestText digest={`sha256:${'9f2c61d8'.repeat(8)}`} canCopy /> },
                  { name: 'Size', value: '1.86 GB · amd64' },
                ]}
              />
            </div>
          </div>
        }
      >
        <DataTable
          label="Images"
          columns={columns}
          rowCount={rows.length}
          rowAt={(index) => rows[index] ?? null}
          keyOf={(row) => row.id}
          textOf={(row) => (row.kind === 'image' ? row.image.name : row.name)}
          sort={sort}
          onSort={setSort}
          selectionMode="multiple"
          selected={selected}
          onSelect={setSelected}
          onOpen={() => undefined}
          menuOf={(row) => [{ kind: 'action', id: 'open', label: `Open ${row.id}`, onAction: () => undefined }]}
          groupOf={(row) =>
            row.kind === 'image'
              ? null
              : {
                  isOpen,
                  title: (
                    <>
                      <Icon name="folder" />
                      {row.name} <span className="quiet">{formatCount(images.length)} images</span>
                    </>
                  ),
                  cells: { size: '24.6 GB' },
                }
          }
          onToggle={() => setOpen(!isOpen)}
        />
      </SplitView>
    </Frame>
  )
}
