/** What is in a cache, what builds left, and the same bytes twice: looked at, not changed. */
import './disk.css'
import type { ReactNode } from 'react'
import type { CacheEntry, CleanLine, Duplicate } from '../../../src-shared/model/disk.ts'
import { cacheTypeNames, diskText } from '../../../src-shared/text/disk.ts'
import { formatRelative, formatSize } from '../../../src-shared/text/format.ts'
import { addressOf } from '../../app/address.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { FileList } from './clean-panel.tsx'
import { duplicateName } from './disk-view.ts'

interface LookSheetProps {
  readonly title: string
  readonly subtitle?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

function LookSheet({ title, subtitle, onClose, children }: LookSheetProps) {
  return (
    <Sheet
      title={title}
      {...(subtitle === undefined ? {} : { subtitle })}
      width="wide"
      isOpen
      isDismissable
      onClose={onClose}
      footer={
        <Button className="first" onPress={onClose}>
          {diskText.close}
        </Button>
      }
    >
      {children}
    </Sheet>
  )
}

/** As many entries are shown; a cache of thousands is for the terminal. */
const mostShown = 500

function entryNote(entry: CacheEntry): string {
  if (entry.isLeftover) return diskText.leftover
  if (entry.isSif === false) return diskText.notSif
  return entry.blobKind ?? ''
}

export function CacheSheet({
  path,
  name,
  onClose,
}: {
  readonly path: string
  readonly name: string
  readonly onClose: () => void
}) {
  const { value, error, reload } = useCall('disk.cache', { path })
  const largest = [...(value?.entries ?? [])].sort((a, b) => b.takenBytes - a.takenBytes)
  const more = largest.length - mostShown + (value?.leftOut ?? 0)
  return (
    <LookSheet title={diskText.entriesTitle(name)} subtitle={path} onClose={onClose}>
      {value === null && error === null && <SkeletonRows count={5} />}
      {value === null && error !== null && <ErrorState error={error} title={diskText.loadFailed} onRetry={reload} />}
      {value !== null && largest.length === 0 && <p className="quiet">{diskText.emptyCache}</p>}
      {value !== null && largest.length > 0 && (
        <div className="disk-files">
          <ul aria-label={diskText.entriesTitle(name)}>
            {largest.slice(0, mostShown).map((entry) => (
              <li key={entry.path}>
                <div className="stack">
                  <code className="cut" title={entry.name}>
                    {entry.name}
                  </code>
                  <span className="quiet disk-note">
                    {[cacheTypeNames[entry.type], entryNote(entry), formatRelative(entry.usedAt)]
                      .filter((word) => word !== '')
                      .join(' · ')}
                  </span>
                </div>
                <span className="number">{formatSize(entry.takenBytes)}</span>
              </li>
            ))}
          </ul>
          {more > 0 && <p className="quiet">{diskText.andMore(more)}</p>}
        </div>
      )}
    </LookSheet>
  )
}

export function BuildsSheet({
  lines,
  onClose,
}: {
  readonly lines: readonly CleanLine[]
  readonly onClose: () => void
}) {
  return (
    <LookSheet title={diskText.temporary} onClose={onClose}>
      {lines.length === 0 ? <p className="quiet">{diskText.buildsYoung}</p> : <FileList lines={lines} />}
    </LookSheet>
  )
}

export function DuplicateSheet({
  duplicate,
  onClose,
}: {
  readonly duplicate: Duplicate
  readonly onClose: () => void
}) {
  return (
    <LookSheet title={duplicateName(duplicate)} subtitle={diskText.suggestion(duplicate.suggestion)} onClose={onClose}>
      <div className="disk-files">
        <ul aria-label={diskText.pickTitle}>
          {duplicate.files.map(({ path, kind, modifiedAt }) => (
            <li key={path}>
              <div className="stack">
                <code className="disk-whole-path">{path}</code>
                <span className="quiet disk-note">
                  {kind === 'image' ? diskText.yourImage : diskText.cachedCopy} · {formatRelative(modifiedAt)}
                </span>
              </div>
              <div className="line">
                {kind === 'image' && (
                  <LinkButton href={addressOf.image(path)} label={`${diskText.openImage} ${path}`}>
                    {diskText.openImage}
                  </LinkButton>
                )}
                <CopyButton text={path} label={diskText.copyPath} />
              </div>
            </li>
          ))}
        </ul>
      </div>
    </LookSheet>
  )
}
