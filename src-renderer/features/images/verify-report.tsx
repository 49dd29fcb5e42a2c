/** What a check of many images found: counts worst first, then what needs a look with one action each. */
import './images.css'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { AppError } from '../../../src-shared/model/error.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import {
  isDifferent,
  type ReportFile,
  summarizeReport,
  type VerifyReport,
} from '../../../src-shared/model/verify-report.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { foundWords, reportJson, reportNote, reportPage } from '../../../src-shared/text/report.ts'
import { addressOf } from '../../app/address.ts'
import { splitFile, withTilde } from '../../app/local-path.ts'
import { confirmBriefly } from '../../app/messages.ts'
import { navigate } from '../../app/router.ts'
import { saveText } from '../../app/save-text.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { type DataColumn, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { MoreMenu } from '../../components/menu.tsx'
import { MiddleCut } from '../../components/middle-cut.tsx'
import { Progress } from '../../components/progress.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { verdictLooks } from '../../components/verdict-look.ts'
import { ViewHead } from '../../components/view-head.tsx'
import { nextStep } from '../signatures/next-step.ts'
import { takeStep } from '../signatures/take-step.ts'
import { createVerificationStore } from '../signatures/verification-store.ts'
import { verifyRunner } from './images.ts'
import { PrintedReport } from './printed-report.tsx'
import {
  countToLookAt,
  type ReportGroup,
  type ReportRow,
  reportGroupOf,
  reportRows,
  verdictCounts,
  verdictOf,
} from './report-rows.ts'
import { isRunning } from './verify-run.ts'

function groupName(group: ReportGroup): string {
  switch (group) {
    case 'look':
      return imagesText.reportLook
    case 'failed':
      return imagesText.reportFailed
    case 'fine':
      return imagesText.reportFine
    case 'wait':
      return imagesText.reportWait
    default:
      return assertNever(group)
  }
}

function groupNote(group: ReportGroup, count: number): string {
  if (group === 'fine') return imagesText.reportFineNote(count)
  return group === 'wait' ? imagesText.reportWaitNote(count) : String(count)
}

function Before({ file }: { readonly file: ReportFile }) {
  const { before } = file
  if (before === null) return <span className="quiet">{imagesText.notChecked}</span>
  if (!isDifferent(file)) return <span className="quiet">{imagesText.theSame}</span>
  return (
    <span className="line" title={imagesText.saidOn(formatDate(before.at))}>
      <VerdictBadge verdict={before.verdict} />
    </span>
  )
}

/** The one thing to do about an image; asked for only where somebody should look. */
function Way({ file }: { readonly file: ReportFile }) {
  const { path } = file
  const isAsked = reportGroupOf(file) === 'look'
  const { value: verification } = useCall('signatures.last', isAsked ? { path } : null)
  const { value: image } = useCall('images.byPath', isAsked ? { path } : null)
  const step = verification === null ? null : nextStep(verification, image)
  if (step === null || step.kind === 'none') {
    return <Button onPress={() => navigate(addressOf.image(path))}>{imagesText.open}</Button>
  }
  const take = (): void => {
    if (step.kind === 'lookUpKeys') navigate(addressOf.image(path))
    else takeStep(step, path, createVerificationStore(path))
  }
  return <Button onPress={take}>{step.text}</Button>
}

const cell =
  (render: (file: ReportFile) => ReactNode): DataColumn<ReportRow>['render'] =>
  (row) =>
    row.kind === 'file' ? render(row.file) : null

function columnsFor(homeFolder: string | null): readonly DataColumn<ReportRow>[] {
  return [
    {
      id: 'verdict',
      title: imagesText.columnVerdict,
      width: { px: 138 },
      render: cell((file) => {
        const verdict = verdictOf(file)
        return verdict === null ? null : <VerdictBadge verdict={verdict} />
      }),
    },
    {
      id: 'name',
      title: imagesText.columnName,
      width: { share: 1, minPx: 130 },
      fills: true,
      render: cell(({ path }) => (
        <span className="medium line">
          <MiddleCut text={splitFile(path).name} />
        </span>
      )),
    },
    {
      id: 'folder',
      title: imagesText.folder,
      width: { share: 0.6, minPx: 104 },
      rank: 3,
      render: cell(({ path }) => <span className="quiet">{withTilde(splitFile(path).folder, homeFolder)}</span>),
    },
    {
      id: 'found',
      title: imagesText.found,
      width: { share: 2.4, minPx: 180 },
      rank: 1,
      render: cell(foundWords),
    },
    {
      id: 'before',
      title: imagesText.before,
      width: { px: 130 },
      rank: 2,
      render: cell((file) => <Before file={file} />),
    },
    {
      id: 'way',
      title: imagesText.moreActions,
      hidesTitle: true,
      width: { px: 200 },
      align: 'end',
      fills: true,
      render: cell((file) => <Way file={file} />),
    },
  ]
}

function Counts({ report }: { readonly report: VerifyReport }) {
  const counts = verdictCounts(report)
  return (
    <div className="report-counts">
      <div className="report-bar" aria-hidden="true">
        {counts.map(({ verdict, count }) => (
          <span key={verdict} data-family={verdictLooks[verdict].family} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul>
        {counts.map(({ verdict, count }) => (
          <li key={verdict} data-family={verdictLooks[verdict].family}>
            <span className="line report-count">
              <Icon name={verdictLooks[verdict].icon} size={18} />
              <b>{count}</b>
            </span>
            <span className="quiet small">{imagesText.verdictChoice(verdict, verdictLooks[verdict].word)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Puts the printed form into the page, prints, and takes it away again. */
function usePrinting(): { readonly isPrinting: boolean; readonly print: () => void } {
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => {
    if (!isPrinting) return undefined
    const end = (): void => setPrinting(false)
    window.addEventListener('afterprint', end, { once: true })
    window.print()
    return () => window.removeEventListener('afterprint', end)
  }, [isPrinting])
  return { isPrinting, print: () => setPrinting(true) }
}

const startOpen: ReadonlySet<ReportGroup> = new Set(['look', 'failed'])

async function save(name: string, text: string, mediaType: string): Promise<void> {
  const saved = await saveText({ name, text, mediaType, title: imagesText.saveReport, isPrivate: false })
  if (saved.kind === 'failed') confirmBriefly(saved.error.message)
  else if (saved.kind === 'saved') confirmBriefly(imagesText.reportSaved(saved.path))
}

function Actions({ report, onPrint }: { readonly report: VerifyReport; readonly onPrint: () => void }) {
  const name = `${imagesText.reportFile}-${report.startedAt.slice(0, 10)}`
  if (isRunning({ report })) return <Button onPress={() => void verifyRunner.stop()}>{imagesText.stop}</Button>
  return (
    <>
      <Button icon="refresh" onPress={() => void verifyRunner.start(null)}>
        {imagesText.verifyAgain}
      </Button>
      <Button onPress={() => void save(`${name}.json`, reportJson(report), 'application/json')}>
        {imagesText.saveJson}
      </Button>
      <Button icon="print" onPress={onPrint}>
        {imagesText.print}
      </Button>
      <MoreMenu
        label={imagesText.moreActions}
        entries={[
          {
            kind: 'action',
            id: 'page',
            label: imagesText.savePage,
            icon: 'file',
            onAction: () => void save(`${name}.html`, reportPage(report), 'text/html'),
          },
          {
            kind: 'action',
            id: 'ask',
            label: imagesText.verifyAsking,
            icon: 'search',
            onAction: () => void verifyRunner.start(null, true),
          },
        ]}
      />
    </>
  )
}

export function ReportView() {
  const { report, isLoaded, done, error } = useStore(verifyRunner.state)
  const crumbs = [{ label: imagesText.breadcrumb, href: addressOf.images() }, { label: imagesText.verifyAll }]
  if (report !== null) return <ShownReport report={report} done={done} error={error} crumbs={crumbs} />
  return (
    <>
      <ViewHead title={imagesText.verifyAll} crumbs={crumbs} />
      {error !== null ? (
        <ErrorState error={error} title={imagesText.reportErrorTitle} onRetry={() => void verifyRunner.start(null)} />
      ) : !isLoaded ? (
        <SkeletonRows />
      ) : (
        <EmptyState
          title={imagesText.reportEmptyTitle}
          text={imagesText.reportEmptyText}
          action={
            <Button variant="primary" icon="check" onPress={() => void verifyRunner.start(null)}>
              {imagesText.verifyAll}
            </Button>
          }
        />
      )}
    </>
  )
}

function ShownReport({
  report,
  done,
  error,
  crumbs,
}: {
  readonly report: VerifyReport
  readonly done: number
  /** Why another one could not be started, or this one not be read again. */
  readonly error: AppError | null
  readonly crumbs: readonly { readonly label: string; readonly href?: string }[]
}) {
  const capabilities = useCall('settings.capabilities', {})
  const [open, setOpen] = useState(startOpen)
  const { isPrinting, print } = usePrinting()
  const homeFolder = capabilities.value?.homeFolder ?? null
  const columns = useMemo(() => columnsFor(homeFolder), [homeFolder])
  const rows = useMemo(() => reportRows(report, open), [report, open])
  const summary = useMemo(() => summarizeReport(report), [report])
  const running = isRunning({ report })
  return (
    <div className="report">
      <ViewHead
        title={
          running
            ? imagesText.reportRunning(done, summary.total)
            : imagesText.reportTitle(summary.done, countToLookAt(report))
        }
        crumbs={crumbs}
        actions={<Actions report={report} onPrint={print} />}
      />
      <p className="quiet report-note">{reportNote(report)}</p>
      <ErrorNotice error={error} />
      {running && (
        <div className="report-progress">
          <Progress label={imagesText.verifyAll} fraction={done / Math.max(1, summary.total)} />
        </div>
      )}
      <Counts report={report} />
      <div className="report-table">
        <DataTable
          label={imagesText.found}
          columns={columns}
          rowCount={rows.length}
          rowAt={(index) => rows[index] ?? null}
          keyOf={(row) => row.id}
          textOf={(row) => (row.kind === 'file' ? splitFile(row.file.path).name : groupName(row.group))}
          groupOf={(row) =>
            row.kind === 'group'
              ? {
                  title: (
                    <>
                      {groupName(row.group)}
                      <span className="quiet group-count">{groupNote(row.group, row.count)}</span>
                    </>
                  ),
                  isOpen: row.isOpen,
                }
              : null
          }
          onToggle={(row) => {
            if (row.kind !== 'group') return
            const next = new Set(open)
            if (!next.delete(row.group)) next.add(row.group)
            setOpen(next)
          }}
          onOpen={(row) => row.kind === 'file' && navigate(addressOf.image(row.file.path))}
        />
      </div>
      {isPrinting && <PrintedReport report={report} />}
    </div>
  )
}
