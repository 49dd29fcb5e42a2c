/** Several selected entries: how many, how large as far as is known, and what can be done with them together. */
import './files.css'
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatNoun, formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { iconOfEntry } from './file-icon.ts'
import type { FileDeeds } from './file-menu.ts'
import { baseName } from './file-tree.ts'

const mostNamed = 40

export function SelectionDetail({
  entries,
  deeds,
}: {
  readonly entries: readonly FileEntry[]
  readonly deeds: FileDeeds
}) {
  const files = entries.filter((entry) => entry.type === 'file')
  const sizeBytes = files.reduce((sum, entry) => sum + entry.sizeBytes, 0)
  const paths = entries.map((entry) => entry.path)
  const left = entries.length - mostNamed
  return (
    <div className="file-detail">
      <header className="file-head">
        <h2>{filesText.selected(entries.length)}</h2>
        <p className="quiet small">{`${formatNoun(files.length, 'file')} · ${formatSize(sizeBytes)}`}</p>
      </header>
      <div className="selected-files">
        <div className="line">
          <Button icon="pull" onPress={() => deeds.extract(paths)}>
            {filesText.extractMany(entries.length)}
          </Button>
          <Button variant="ghost" icon="copy" onPress={() => deeds.copyPaths(paths)}>
            {filesText.copyPaths(entries.length)}
          </Button>
        </div>
        <ul>
          {entries.slice(0, mostNamed).map((entry) => (
            <li key={entry.path} className="line">
              <span className="file-icon line">
                <Icon name={iconOfEntry(entry)} />
              </span>
              <span className="cut">{printable(baseName(entry.path))}</span>
            </li>
          ))}
          {left > 0 && <li className="quiet">{filesText.andMore(left)}</li>}
        </ul>
      </div>
    </div>
  )
}
