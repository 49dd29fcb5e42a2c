/** Settings, *Storage*: who uses which space on this computer, what is here twice, and what could be freed. */
import './disk.css'
import { useState } from 'react'
import type { DiskUsage, Duplicate } from '../../../src-shared/model/disk.ts'
import { diskText } from '../../../src-shared/text/disk.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { ScrollPane } from '../../components/scroll-pane.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { SplitView } from '../../components/split-view.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'
import { useMediaQuery } from '../../components/use-media-query.ts'
import { ViewHead } from '../../components/view-head.tsx'
import { CleanPanel } from './clean-panel.tsx'
import { BuildsSheet, CacheSheet, DuplicateSheet } from './disk-sheets.tsx'
import { barParts, barWords, placeOf, type RowShow, rowsOf } from './disk-view.ts'
import { ImageFolder } from './image-folder.tsx'
import { MoveSheet } from './move-sheet.tsx'
import { UsageTable } from './usage-table.tsx'
import { useClean } from './use-clean.ts'

type OpenSheet = RowShow | { readonly kind: 'duplicate'; readonly duplicate: Duplicate }

function Bar({ usage, rows }: { readonly usage: DiskUsage; readonly rows: ReturnType<typeof rowsOf> }) {
  const place = placeOf(usage)
  if (place === null) return null
  const parts = barParts(rows, place.freeBytes)
  return (
    <>
      <div
        className="disk-bar"
        role="img"
        aria-label={diskText.barLabel(barWords(parts), formatSize(place.totalBytes))}
      >
        {parts.map(({ tone, bytes, label }) => (
          <i key={label + tone} className={tone} style={{ flexGrow: bytes }} />
        ))}
      </div>
      <div className="disk-free">
        <b className="medium">{diskText.free(formatSize(place.freeBytes))}</b>
        {usage.warnings.map((warning) => (
          <span
            key={warning.kind + warning.path}
            className={warning.kind === 'temporaryInMemory' ? 'quiet' : 'disk-warns'}
          >
            {diskText.warning(warning)}
          </span>
        ))}
      </div>
    </>
  )
}

export function StorageSection() {
  const usage = useCall('disk.usage', {})
  const plan = useCall('disk.plan', {})
  const { value: capabilities } = useCall('settings.capabilities', {})
  const [sheet, setSheet] = useState<OpenSheet | null>(null)
  const [moving, setMoving] = useState<string | null>(null)
  const isNarrow = useMediaQuery('(max-width: 1100px)')
  const count = (): void => {
    usage.reload()
    plan.reload()
  }
  const clean = useClean(count)
  const home = capabilities?.homeFolder ?? ''
  const rows = usage.value === null ? [] : rowsOf(usage.value, home, new Date())
  const place = usage.value === null ? null : placeOf(usage.value)
  const close = (): void => setSheet(null)

  const list = (
    <>
      <ThinBar isOn={usage.isRefreshing} />
      {usage.value !== null ? (
        <UsageTable
          rows={rows}
          duplicates={usage.value.duplicates}
          home={home}
          onShow={setSheet}
          onChoose={(duplicate) => setSheet({ kind: 'duplicate', duplicate })}
        />
      ) : usage.error === null ? (
        <SkeletonRows count={7} />
      ) : (
        <ErrorState error={usage.error} title={diskText.countFailed} onRetry={count} />
      )}
      <ImageFolder onMove={setMoving} />
    </>
  )
  const detail =
    plan.value !== null ? (
      <CleanPanel plan={plan.value} clean={clean} />
    ) : plan.error === null ? (
      <SkeletonRows count={4} />
    ) : (
      <ErrorState error={plan.error} title={diskText.planFailed} onRetry={count} />
    )

  return (
    <>
      <ViewHead
        title={diskText.title}
        {...(place === null ? {} : { note: diskText.thisComputer(formatSize(place.totalBytes)) })}
        actions={
          <Button icon="refresh" onPress={count} isPending={usage.isRefreshing}>
            {diskText.countAgain}
          </Button>
        }
      />
      {usage.value !== null && <Bar usage={usage.value} rows={rows} />}
      {isNarrow ? (
        <ScrollPane label={diskText.whoUsesIt} className="disk-stack">
          {list}
          {detail}
        </ScrollPane>
      ) : (
        <SplitView name="disk" detailLabel={diskText.cleanUp} detail={detail} defaultWidth={328}>
          <ScrollPane label={diskText.whoUsesIt}>{list}</ScrollPane>
        </SplitView>
      )}
      {moving !== null && (
        <MoveSheet
          to={moving}
          onClose={() => {
            setMoving(null)
            count()
          }}
        />
      )}
      {sheet?.kind === 'cache' && <CacheSheet path={sheet.path} name={sheet.name} onClose={close} />}
      {sheet?.kind === 'builds' && (
        <BuildsSheet lines={plan.value?.lines.filter(({ kind }) => kind === 'stoppedBuilds') ?? []} onClose={close} />
      )}
      {sheet?.kind === 'duplicate' && <DuplicateSheet duplicate={sheet.duplicate} onClose={close} />}
    </>
  )
}
