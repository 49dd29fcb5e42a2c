/** What is wrong with a file, above everything else about it: gone, modified, damaged. The page still works. */
import './inspect.css'
import { useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { SifProblem } from '../../../src-shared/model/sif.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { insideText } from '../../../src-shared/text/inside.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { Button } from '../../components/button.tsx'
import { SourceNotice } from '../../components/source-notice.tsx'
import type { Inside } from './use-inside.ts'

function Problems({ problems }: { readonly problems: readonly SifProblem[] }) {
  const hasError = problems.some((problem) => problem.severity === 'error')
  const [isOpen, setOpen] = useState(hasError && problems.length <= 3)
  return (
    <SourceNotice
      kind={hasError ? 'failed' : 'information'}
      title={
        <>
          {inspectText.problemsTitle(problems.length)}
          <span className="quiet regular"> · {inspectText.problemsText}</span>
        </>
      }
      action={
        <Button variant="ghost" isExpanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {isOpen ? inspectText.problemsHide : inspectText.problemsShow}
        </Button>
      }
      {...(isOpen
        ? {
            text: (
              <ul className="problem-list">
                {problems.map((problem) => (
                  <li key={`${problem.code} ${problem.at} ${problem.message}`}>
                    <span className="quiet">{problem.at}</span>
                    <span>{problem.message}</span>
                    <code>{problem.code}</code>
                  </li>
                ))}
              </ul>
            ),
          }
        : {})}
    />
  )
}

export interface ImageNoticesProps {
  readonly path: string
  readonly image: ImageSummary | null
  readonly problems: readonly SifProblem[]
  /** What was found in its file system. */
  readonly inside: Inside | null
  readonly onShowInside: () => void
  /** Why the file could not be read again; what was read before is shown. */
  readonly error: AppError | null
  readonly onRetry: () => void
}

export function ImageNotices({ path, image, problems, inside, onShowInside, error, onRetry }: ImageNoticesProps) {
  const isGone = image?.fileState === 'missing'
  const isModified = image?.fileState === 'modified'
  const differences = inside?.differences ?? []
  const isFromFiles = inside?.shown.metadataFrom === 'fileSystem'
  const isQuiet = !isFromFiles && differences.length === 0
  if (!isGone && !isModified && problems.length === 0 && error === null && isQuiet) return null
  return (
    <div className="image-notices">
      {isGone && <SourceNotice kind="failed" title={inspectText.goneTitle} text={inspectText.goneText(path)} />}
      {isModified && <SourceNotice kind="failed" title={inspectText.modifiedTitle} />}
      {error !== null && !isGone && (
        <SourceNotice
          kind="failed"
          title={error.message}
          action={<Button onPress={onRetry}>{frameText.tryAgain}</Button>}
          {...(error.hint === undefined ? {} : { text: error.hint })}
        />
      )}
      {differences.length > 0 && (
        <SourceNotice
          kind="failed"
          title={insideText.differsTitle}
          text={insideText.differsText(differences.map(({ part, name }) => insideText.differingPart(part, name)))}
          action={<Button onPress={onShowInside}>{insideText.differsShow}</Button>}
        />
      )}
      {isFromFiles && (
        <SourceNotice kind="information" title={insideText.fromFileSystem} text={insideText.fromFileSystemText} />
      )}
      {problems.length > 0 && <Problems problems={problems} />}
    </div>
  )
}
