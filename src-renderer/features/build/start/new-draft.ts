/**
 * Begins drafts: from a text, a file, a dropped file, or the definition of an image. Each becomes a draft of the
 * engine at once and is shown; nothing is built.
 */
import { create } from 'zustand'
import { type OpenedSource, openSource } from '../../../../src-shared/definition/translate/open-source.ts'
import type { AppError } from '../../../../src-shared/model/error.ts'
import type { Result } from '../../../../src-shared/model/result.ts'
import { appError } from '../../../../src-shared/text/errors/index.ts'
import { addressOf } from '../../../app/address.ts'
import { currentClient } from '../../../app/connection.ts'
import { joinPath, splitFile } from '../../../app/local-path.ts'
import { navigate } from '../../../app/router.ts'
import { keepNotes } from '../definition/translation-notes.tsx'

/** What the start page shows besides the ways to begin. */
export const useStart = create<{
  /** Why the last beginning failed. */
  readonly error: AppError | null
  readonly sheet: 'question' | 'open' | null
}>(() => ({ error: null, sheet: null }))

/** As much as the engine takes of a definition, in bytes. */
const largestText = 4_000_000

export interface NewDraft {
  /** A file name, like `tool.def`. */
  readonly name: string
  readonly text: string
  /** Where relative paths begin; the folder of images when there is no better one. */
  readonly folder?: string
  /** The file it is, when it is one already. */
  readonly path?: string
}

/** `tool.def` and `Dockerfile` both give an image a name without an ending. */
function plainName(name: string): string {
  return name.replace(/\.(?:def|ya?ml|txt|sif)$/i, '') || 'image'
}

export async function beginDraft(from: NewDraft, notes: OpenedSource['notes'] = []): Promise<Result<string>> {
  const client = currentClient()
  const settings = await client.call('settings.get', {})
  if (!settings.ok) return settings
  const { imageFolder } = settings.value
  const id = crypto.randomUUID()
  const kept = await client.call('build.saveDraft', {
    id,
    name: from.name,
    text: from.text,
    folder: from.folder ?? imageFolder,
    path: from.path ?? null,
    arguments: {},
    output: joinPath(imageFolder, `${plainName(from.name)}.sif`),
    architecture: null,
    builderId: null,
  })
  if (!kept.ok) return kept
  keepNotes(id, notes)
  return { ok: true, value: id }
}

/** Shows a new draft, or on the start page why there is none. */
async function show(begun: Promise<Result<string>>): Promise<void> {
  const answer = await begun
  useStart.setState({ error: answer.ok ? null : answer.error, sheet: null })
  navigate(answer.ok ? addressOf.draft(answer.value) : addressOf.builds())
}

export function startWith(from: NewDraft): Promise<void> {
  return show(beginDraft(from))
}

/** The name of the draft that a translated file becomes. */
function nameOfTranslation(fileName: string, folder: string): string {
  const own = plainName(fileName)
  if (!/^(?:dockerfile|containerfile|environment|requirements|env)$/i.test(own)) return `${own}.def`
  const parent = splitFile(folder).name
  return `${parent === '' ? own.toLowerCase() : parent}.def`
}

/** Opens a file of the computer the engine runs on. A draft of it with the same text is gone on with. */
export function startFromPath(path: string): Promise<void> {
  const open = async (): Promise<Result<string>> => {
    const client = currentClient()
    const read = await client.call('build.readDefinition', { path })
    if (!read.ok) return read
    const { text, name, folder } = read.value
    const drafts = await client.call('build.drafts', {})
    const same = drafts.ok
      ? drafts.value.find((draft) => draft.path === read.value.path && draft.text === text)
      : undefined
    if (same !== undefined) return { ok: true, value: same.id }
    const opened = openSource(name, text)
    return opened.kind === 'definition'
      ? beginDraft({ name, text, folder, path: read.value.path })
      : beginDraft({ name: nameOfTranslation(name, folder), text: opened.text, folder }, opened.notes)
  }
  return show(open())
}

/** Opens a file that the page was handed without its place: a browser does not tell where it lies. */
export function startFromFile(file: File): Promise<void> {
  const open = async (): Promise<Result<string>> => {
    if (file.size > largestText)
      return { ok: false, error: appError('BUILD_DEFINITION_TOO_LARGE', { path: file.name }) }
    const opened = openSource(file.name, await file.text())
    const name = opened.kind === 'definition' ? file.name : nameOfTranslation(file.name, '')
    return beginDraft({ name, text: opened.text }, opened.notes)
  }
  return show(open())
}

/** Begins from the definition that an image carries; an image without one becomes the base. */
export function startFromImage(path: string): Promise<void> {
  const open = async (): Promise<Result<string>> => {
    const image = await currentClient().call('inspect.overview', { path })
    if (!image.ok) return image
    const { folder, name } = splitFile(path)
    const { definition } = image.value
    const text = definition === null || definition.trim() === '' ? `Bootstrap: localimage\nFrom: ${path}\n` : definition
    return beginDraft({ name: `${plainName(name)}.def`, text, folder })
  }
  return show(open())
}
