/**
 * What a translated file could not say in the same way, beside the draft it became, until the user is done with it.
 * Kept in the page's storage, since a definition has no place for it.
 */
import { useState } from 'react'
import { buildDefinitionText } from '../../../../src-shared/text/build-definition.ts'
import { Button } from '../../../components/button.tsx'
import { Icon } from '../../../components/icon.tsx'
import { ScrollPane } from '../../../components/scroll-pane.tsx'

interface KeptNote {
  readonly line: number
  readonly message: string
}

const keyOf = (draftId: string): string => `draft-notes.${draftId}`

export function keepNotes(draftId: string, notes: readonly KeptNote[]): void {
  if (notes.length === 0) return
  localStorage.setItem(keyOf(draftId), JSON.stringify(notes.map(({ line, message }) => ({ line, message }))))
}

function isNote(value: unknown): value is KeptNote {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    'message' in value &&
    typeof value.line === 'number' &&
    typeof value.message === 'string'
  )
}

function keptNotes(draftId: string): readonly KeptNote[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(keyOf(draftId)) ?? '[]')
    return Array.isArray(held) ? held.filter(isNote) : []
  } catch {
    return []
  }
}

export function forgetNotes(draftId: string): void {
  localStorage.removeItem(keyOf(draftId))
}

export function TranslationNotes({ draftId }: { readonly draftId: string }) {
  const [notes, setNotes] = useState(() => keptNotes(draftId))
  if (notes.length === 0) return null
  return (
    <div className="translation-notes">
      <div className="line">
        <Icon name="info" />
        <h2 className="grow">{buildDefinitionText.notesTitle}</h2>
        <Button
          size="small"
          onPress={() => {
            forgetNotes(draftId)
            setNotes([])
          }}
        >
          {buildDefinitionText.notesDone}
        </Button>
      </div>
      <ScrollPane label={buildDefinitionText.notesTitle} className="translation-list">
        <ul>
          {notes.map(({ line, message }) => (
            <li key={`${line}-${message}`}>
              <span className="quiet small nowrap">{buildDefinitionText.notesLine(line)}</span>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      </ScrollPane>
    </div>
  )
}
