/** What a run of verifications found: counts worst first, then what needs a look with one action each. */
import './images.css'
import { type ReactNode, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { assertNever } from '../../../src-shared/model/result.ts'
import { formatClock, formatDateTime, formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { addressOf } from '../../app/address.ts'
import { currentClient } from '../../app/connection.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { type DataColumn, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { MiddleCut } from '../../components/middle-cut.tsx'
import { Progress } from '../../components/progress.tsx'
import { VerdictBadge } from '../../components/verdict-badge.tsx'
import { verdictLooks } from '../../components/verdict-look.ts'
import { ViewHead } from '../../components/view-head.tsx'
import { nextStep } from '../signatures/next-step.ts'
import { takeStep } from '../signatures/take-step.ts'
import { createVerificationStore } from '../signatures/verification-store.ts'
import { homePath } from './image-rows.ts'
import { imagesStore, verifyRunner } from './images.ts'
import {
  type ReportGroup,
  type ReportRow,
  reportJson,
  reportRows,
  summarizeReport,
  verdictCounts,
  verdictOf,
} from './report-rows.ts'
import { countDone, type VerifiedImage, type VerifyRun } from './verify-run.ts'

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

function found(verified: VerifiedImage): string {
  const { outcome } = verified
  if (outcome.kind === 'checked') return outcome.verification.sentence
  return outcome.kind === 'failed' ? outcome.error.message : ''
}

function Before({ verified }: { readonly verified: VerifiedImage }) {
  const verdict = verdictOf(verified)
  if (verified.before === null) return <span className="quiet">{imagesText.notChecked}</span>
  if (verified.before === verdict) return <span className="quiet">{imagesText.theSame}</span>
  return <VerdictBadge verdict={verified.before} />
}

function Way({ verified }: { readonly verified: VerifiedImage }) {
  const { image, outcome } = verified
  const step = outcome.kind === 'checked' ? nextStep(outcome.verification, image) : null
  if (step === null || step.kind === 'none') {
    return <Button onPress={() => navigate(addressOf.image(image.path))}>{imagesText.open}</Button>
  }
  const take = (): void => {
    if (step.kind === 'lookUpKeys') navigate(addressOf.image(image.path))
    else takeStep(step, image.path, createVerificationStore(image.path))
  }
  return <Button onPress={take}>{step.text}</Button>
}

const cell =
  (render: (verified: VerifiedImage) => ReactNode): DataColumn<ReportRow>['render'] =>
  (row) =>
    row.kind === 'image' ? render(row.verified) : null

function columnsFor(homeFolder: string | null): readonly DataColumn<ReportRow>[] {
  return [
    {
      id: 'verdict',
      title: imagesText.columnVerdict,
      width: { px: 138 },
      render: cell((verified) => {
        const verdict = verdictOf(verified)
        return verdict === null ? null : <VerdictBadge verdict={verdict} />
      }),
    },
    {
      id: 'name',
      title: imagesText.columnName,
      width: { share: 1, minPx: 150 },
      fills: true,
      render: cell((verified) => (
        <span className="medium line">
          <MiddleCut text={verified.image.name} />
        </span>
      )),
    },
    {
      id: 'folder',
      title: imagesText.folder,
      width: { share: 0.6, minPx: 104 },
      rank: 2,
      render: cell((verified) => <span className="quiet">{homePath(verified.image.folder, homeFolder)}</span>),
    },
    {
      id: 'found',
      title: imagesText.found,
      width: { share: 2.4, minPx: 220 },
      rank: 1,
      render: cell(found),
    },
    {
      id: 'before',
      title: imagesText.before,
      width: { px: 138 },
      rank: 3,
      render: cell((verified) => <Before verified={verified} />),
    },
    {
      id: 'way',
      title: imagesText.moreActions,
      hidesTitle: true,
      width: { px: 200 },
      align: 'end',
      fills: true,
      render: cell((verified) => <Way verified={verified} />),
    },
  ]
}

function Counts({ run }: { readonly run: VerifyRun }) {
  const counts = verdictCounts(run)
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

function note(run: VerifyRun): string {
  const { readBytes, differ } = summarizeReport(run)
  if (run.startedAt === null) return ''
  const from = formatDateTime(run.startedAt)
  const to = run.finishedAt === null ? '…' : formatClock(run.finishedAt)
  return [
    imagesText.reportNote(from, to, formatSize(readBytes)),
    ...(run.wasStopped ? [imagesText.reportStopped] : []),
    ...(differ === 0 ? [] : [imagesText.reportDiffer(differ)]),
  ].join(' · ')
}

const startOpen: ReadonlySet<ReportGroup> = new Set(['look', 'failed'])

export function VerifyReport() {
  const run = useStore(verifyRunner.state)
  const capabilities = useCall('settings.capabilities', {})
  const [open, setOpen] = useState(startOpen)
  const homeFolder = capabilities.value?.homeFolder ?? null
  const columns = useMemo(() => columnsFor(homeFolder), [homeFolder])
  const rows = useMemo(() => reportRows(run, open), [run, open])
  const { checked, look } = summarizeReport(run)
  const isRunning = run.startedAt !== null && run.finishedAt === null
  const again = (): void => {
    const images = run.startedAt === null ? imagesStore.state.getState().images : run.images.map((one) => one.image)
    void verifyRunner.start(currentClient(), images)
  }
  const crumbs = [{ label: imagesText.breadcrumb, href: addressOf.images() }, { label: imagesText.verifyAll }]
  if (run.startedAt === null) {
    return (
      <>
        <ViewHead title={imagesText.verifyAll} crumbs={crumbs} />
        <EmptyState
          title={imagesText.reportEmptyTitle}
          text={imagesText.reportEmptyText}
          action={
            <Button variant="primary" icon="check" onPress={again}>
              {imagesText.verifyAll}
            </Button>
          }
        />
      </>
    )
  }
  return (
    <div className="report">
      <ViewHead
        title={
          isRunning
            ? imagesText.reportRunning(countDone(run), run.images.length)
            : imagesText.reportTitle(checked, look)
        }
        crumbs={crumbs}
        actions={
          isRunning ? (
            <Button onPress={() => verifyRunner.stop()}>{imagesText.stop}</Button>
          ) : (
            <>
              <Button icon="refresh" onPress={again}>
                {imagesText.verifyAgain}
              </Button>
              <CopyButton text={reportJson(run)} label={imagesText.copyJson} hasWord />
              <Button icon="print" onPress={() => window.print()}>
                {imagesText.print}
              </Button>
            </>
          )
        }
      />
      <p className="quiet report-note">{note(run)}</p>
      {isRunning && (
        <div className="report-progress">
          <Progress label={imagesText.verifyAll} fraction={countDone(run) / Math.max(1, run.images.length)} />
        </div>
      )}
      <Counts run={run} />
      <div className="report-table">
        <DataTable
          label={imagesText.found}
          columns={columns}
          rowCount={rows.length}
          rowAt={(index) => rows[index] ?? null}
          keyOf={(row) => row.id}
          textOf={(row) => (row.kind === 'image' ? row.verified.image.name : groupName(row.group))}
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
          onOpen={(row) => row.kind === 'image' && navigate(addressOf.image(row.verified.image.path))}
        />
      </div>
    </div>
  )
}
