/** The files of this computer that a definition copies: whether they are there, and where their paths begin. */
import type { FolderFile } from '../../../../src-shared/contract/build.ts'
import { fileWords } from '../../../../src-shared/definition/file-words.ts'
import { copySource } from '../../../../src-shared/definition/interpret-stage.ts'
import { linesIn, sliceOf } from '../../../../src-shared/definition/span.ts'
import type { DefinitionTree } from '../../../../src-shared/definition/tree.ts'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { withoutTilde, withTilde } from '../../../app/local-path.ts'
import { Field } from '../../../components/field.tsx'
import { Icon } from '../../../components/icon.tsx'
import { MiddleCut } from '../../../components/middle-cut.tsx'

/** As many sources are looked for. */
const mostSources = 200

/** Paths that a definition copies from the computer that builds, patterns and templates left out. */
export function hostSources({ text, stages }: DefinitionTree): readonly string[] {
  const found = new Set<string>()
  for (const { sections } of stages) {
    for (const { name, marker, body } of sections) {
      if (name !== 'files' && name !== 'appfiles') continue
      const argument = marker.argument === null ? '' : sliceOf(text, marker.argument)
      if (name === 'files' && copySource(argument, 'apptainer').kind !== 'host') continue
      for (const line of linesIn(text, body.start, body.end)) {
        const trimmed = sliceOf(text, line).trim()
        const [first] = trimmed === '' || trimmed.startsWith('#') ? [] : fileWords(trimmed)
        const source = first === undefined ? '' : trimmed.slice(first.start, first.end).replace(/^"|"$/g, '')
        if (source !== '' && !/[*?[\]{}]/.test(source)) found.add(source)
        if (found.size >= mostSources) return [...found]
      }
    }
  }
  return [...found]
}

function sizeText(file: FolderFile): string {
  switch (file.kind) {
    case 'missing':
      return buildDefinitionText.fileMissing
    case 'folder':
      return buildDefinitionText.fileFolder(file.fileCount, file.sizeBytes)
    case 'file':
      return buildDefinitionText.fileSize(file.sizeBytes)
  }
}

export interface FilesPartProps {
  readonly files: readonly FolderFile[]
  readonly folder: string
  readonly home: string
  readonly onFolder: (folder: string) => void
}

export function FilesPart({ files, folder, home, onFolder }: FilesPartProps) {
  if (files.length === 0) return null
  return (
    <section className="form-part" aria-label={buildDefinitionText.files}>
      <h2>{buildDefinitionText.files}</h2>
      <ul className="file-sources">
        {files.map((file) => (
          <li key={file.path} className={file.kind === 'missing' ? 'is-missing' : undefined}>
            <Icon name={file.kind === 'missing' ? 'stop' : file.kind === 'folder' ? 'folder' : 'file'} />
            <code className="grow cut">
              <MiddleCut text={file.path} />
            </code>
            <span className="small nowrap">{sizeText(file)}</span>
          </li>
        ))}
      </ul>
      <Field
        label={buildDefinitionText.filesFolder}
        value={withTilde(folder, home)}
        onChange={(typed) => onFolder(withoutTilde(typed, home))}
        icon="folder"
      />
    </section>
  )
}
