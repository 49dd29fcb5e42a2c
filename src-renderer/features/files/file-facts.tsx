/** Everything that the file system says about one entry: mode, owner, times, attributes, where a link leads. */
import './files.css'
import type { DirectoryUsage, FileDetails, FileEntry } from '../../../src-shared/contract/files.ts'
import { modeText } from '../../../src-shared/text/file-mode.ts'
import { attributeText, filesText } from '../../../src-shared/text/files.ts'
import { formatBytes, formatDateTime, formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { Button } from '../../components/button.tsx'
import { type Fact, FactList } from '../../components/fact-list.tsx'
import { specialMark } from './file-tree.ts'

export interface FileFactsProps {
  readonly entry: FileEntry
  /** Null until it is known. */
  readonly details: FileDetails | null
  /** Of a folder: what lies below it; null where it is none or not known yet. */
  readonly usage: DirectoryUsage | null
  readonly onFollow: (entry: FileEntry) => void
}

function linkFacts({ entry, details, onFollow }: FileFactsProps): readonly Fact[] {
  const { target } = entry
  if (target === undefined) return []
  const leadsTo = details?.leadsTo ?? null
  return [
    { name: filesText.linkText, value: <code className="breaking-code">{printable(target)}</code> },
    {
      name: filesText.leadsTo,
      value:
        details === null ? (
          ''
        ) : leadsTo === null ? (
          <span className="quiet">{filesText.leadsNowhere}</span>
        ) : (
          <>
            <code className="breaking-code">{printable(leadsTo.path)}</code>{' '}
            <span className="quiet">{filesText.types[leadsTo.type]}</span>{' '}
            <Button variant="link" onPress={() => onFollow(leadsTo)}>
              {filesText.goThere}
            </Button>
          </>
        ),
    },
  ]
}

function sizeFacts({ entry, usage }: FileFactsProps): readonly Fact[] {
  if (entry.type === 'file') return [{ name: filesText.size, value: formatBytes(entry.sizeBytes) }]
  if (entry.type !== 'dir' || usage === null) return []
  const { totalBytes, files, directories, others } = usage
  return [
    {
      name: filesText.below,
      value: (
        <span title={formatBytes(totalBytes)}>
          {filesText.belowText(formatSize(totalBytes), files, Math.max(0, directories - 1), others)}
        </span>
      ),
    },
  ]
}

export function FileFacts(props: FileFactsProps) {
  const { entry, details } = props
  const mark = specialMark(entry)
  const xattrs = details?.xattrs ?? []
  return (
    <div className="file-facts">
      <FactList
        isNarrow
        facts={[
          { name: filesText.type, value: filesText.types[entry.type] },
          ...sizeFacts(props),
          ...linkFacts(props),
          {
            name: filesText.mode,
            value: (
              <>
                <code>{modeText(entry)}</code> <span className="quiet">{entry.mode}</span>
                {mark !== null && <p className="quiet">{filesText.markNotes[mark]}</p>}
              </>
            ),
          },
          { name: filesText.owner, value: filesText.ownerOf(entry.uid, entry.gid) },
          { name: filesText.changed, value: formatDateTime(entry.mtime) },
          { name: filesText.fullPath, value: <code className="breaking-code">{printable(entry.path)}</code> },
        ]}
      />
      {xattrs.length > 0 && (
        <section className="section">
          <h3>{filesText.attributes}</h3>
          <FactList
            isNarrow
            facts={xattrs.map(({ name, valueHex }) => ({
              name: printable(name),
              value: <code className="breaking-code">{attributeText(valueHex)}</code>,
            }))}
          />
        </section>
      )}
    </div>
  )
}
