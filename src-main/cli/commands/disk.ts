import { resolve } from 'node:path'
import {
  type CacheContent,
  type CleanPlan,
  type CleanResult,
  cleanKinds,
  type DiskUsage,
  type MoveResult,
} from '../../../src-shared/model/disk.ts'
import { cacheTypeNames, diskText } from '../../../src-shared/text/disk.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Command, type CommandInput, flagOption, listOption, textOption } from '../command.ts'
import { wholeNumber } from '../options.ts'
import { runCall, runJob } from '../run-call.ts'

/** Who uses which space; with `clean`, freeing it. */
export const disk: Command = {
  usage: 'disk [clean | move <folder>]',
  about: 'who uses which space, freeing it, and moving the image folder',
  options: {
    cache: { type: 'string', multiple: true, value: 'DIR', about: 'look at this cache of a command line too' },
    temporary: { type: 'string', value: 'DIR', about: 'look for stopped builds in this folder' },
    entries: { type: 'boolean', about: 'name every entry of the caches' },
    check: { type: 'boolean', about: 'read entries that are named after their digest, and compare (with --entries)' },
    'older-than': { type: 'string', value: 'DAYS', about: 'clean: what counts as old; 90 by default' },
    only: { type: 'string', multiple: true, value: 'LINE', about: 'clean: only lines of this kind or with this id' },
    'dry-run': { type: 'boolean', about: 'clean: show what would go, and delete nothing' },
    yes: { type: 'boolean', about: 'clean: delete without asking; move: do it' },
  },
  positionals: { min: 0, max: 2 },
  async run(input) {
    const [word, folder] = input.positionals
    if (word === 'clean' && folder === undefined) return clean(input)
    if (word === 'move' && folder !== undefined) return move(input, folder)
    if (word !== undefined)
      throw failure('USAGE', { problem: `disk ${printable(word)} does not exist`, command: 'disk' })
    return show(input)
  },
}

function scopeOf(input: CommandInput): { caches: string[]; temporary?: string } {
  const temporary = textOption(input, 'temporary')
  return {
    caches: listOption(input, 'cache').map((path) => resolve(path)),
    ...(temporary === undefined ? {} : { temporary: resolve(temporary) }),
  }
}

async function show(input: CommandInput): Promise<number> {
  const engine = await input.engine()
  const usage = await runCall(engine, 'disk.usage', scopeOf(input), input.signal)
  const contents =
    flagOption(input, 'entries') || flagOption(input, 'check') ? await contentsOf(input, engine, usage) : null
  input.output.document(contents === null ? usage : { ...usage, contents })
  printUsage(input, usage)
  for (const content of contents ?? []) printContent(input, content)
  return 0
}

async function contentsOf(input: CommandInput, engine: Engine, usage: DiskUsage): Promise<readonly CacheContent[]> {
  const contents: CacheContent[] = []
  for (const { path } of usage.caches) {
    const check = flagOption(input, 'check')
    contents.push(await runCall(engine, 'disk.cache', { path, check }, input.signal))
  }
  return contents
}

const sizeColumn = (bytes: number): string => formatSize(bytes).padStart(9)

function printUsage({ output }: CommandInput, usage: DiskUsage): void {
  const { images, unfinished, leftovers, temporary, quarantine } = usage
  const row = (bytes: number, name: string, note: string): void => {
    output.line(`${sizeColumn(bytes)}  ${name}${note === '' ? '' : `  ${printable(note)}`}`)
  }
  row(images.takenBytes, diskText.images, diskText.imagesNote(images.count, images.folders, images.missing))
  for (const cache of usage.caches) {
    const note = cache.isUnreadable ? diskText.unreadableCache(cache.path) : diskText.cacheNote(cache.path, cache.count)
    row(cache.takenBytes, diskText.cacheName(cache.product), note)
    for (const type of cache.types) row(type.takenBytes, `  ${cacheTypeNames[type.type]}`, String(type.count))
    for (const { path, kind } of cache.problems) output.note(printable(`${path}: ${kind}`))
  }
  row(
    unfinished.takenBytes + leftovers.takenBytes,
    diskText.unfinished,
    diskText.unfinishedNote(unfinished.count, leftovers.count),
  )
  if (temporary !== null)
    row(temporary.takenBytes, diskText.temporary, diskText.temporaryNote(temporary.folders, temporary.count))
  row(quarantine.takenBytes, diskText.quarantine, diskText.quarantineNote(quarantine.count))
  for (const { sizeBytes, files, suggestion } of usage.duplicates) {
    row(sizeBytes, diskText.hereTwice, files.map(({ path }) => path).join('  '))
    output.line(`           ${diskText.suggestion(suggestion)}`)
  }
  for (const { role, path, freeBytes, totalBytes } of usage.places)
    output.line(printable(diskText.cliFree(diskText.roles[role], path, formatSize(freeBytes), formatSize(totalBytes))))
  for (const warning of usage.warnings) output.note(printable(diskText.warning(warning)))
}

function printContent({ output }: CommandInput, content: CacheContent): void {
  output.line(printable(diskText.entriesTitle(content.path)))
  for (const entry of content.entries) {
    const what = entry.isLeftover
      ? diskText.leftover
      : (entry.blobKind ?? (entry.isSif === false ? diskText.notSif : ''))
    const wrong = entry.nameMatchesContent === false ? diskText.otherContent : ''
    const words = [sizeColumn(entry.sizeBytes), entry.type.padEnd(7), printable(entry.name), what, wrong]
    output.line(words.join('  ').trimEnd())
  }
  if (content.leftOut > 0) output.line(diskText.andMore(content.leftOut))
}

async function clean(input: CommandInput): Promise<number> {
  const { output } = input
  const days = textOption(input, 'older-than')
  const olderThanDays = days === undefined ? 90 : wholeNumber(days, '--older-than', 1, 36_500, 'disk clean')
  const engine = await input.engine()
  const plan = await runCall(engine, 'disk.plan', { ...scopeOf(input), olderThanDays }, input.signal)
  const lines = chosenLines(input, plan)
  const isReal = flagOption(input, 'yes') && !flagOption(input, 'dry-run')
  const freedBytes = lines.reduce((sum, line) => sum + line.freedBytes, 0)
  if (!isReal) output.document({ ...plan, chosen: lines.map(({ id }) => id), freedBytes, dryRun: true })
  for (const line of plan.lines) {
    const mark = lines.includes(line) ? '*' : ' '
    output.line(`${mark} ${sizeColumn(line.freedBytes)}  ${diskText.lineTitle(line.kind, line.product)}`)
    output.line(`             ${diskText.lineWhy(line, olderThanDays)}`)
    if (!isReal) for (const { path } of line.examples.slice(0, 5)) output.line(`             ${printable(path)}`)
  }
  if (lines.length === 0) {
    output.note(diskText.nothingToClean)
    if (isReal) output.event({ type: 'result', ...nothingDone })
    return 0
  }
  if (!isReal) {
    if (!flagOption(input, 'dry-run')) output.note(diskText.asksForYes)
    return 0
  }
  const ids = lines.map(({ id }) => id)
  const start = () => runCall(engine, 'disk.clean', { planId: plan.id, lines: ids }, input.signal)
  const job = await runJob(input, engine, start)
  const result = job.result as CleanResult
  output.event({ type: 'result', ...result })
  output.line(diskText.cleaned(result))
  for (const { path, reason } of result.kept) output.note(printable(`${path}: ${diskText.keptReasons[reason]}`))
  return result.kept.some(({ reason }) => reason === 'failed') ? 1 : 0
}

/** Moves the image folder; without `--yes` it only says what that would do. */
async function move(input: CommandInput, folder: string): Promise<number> {
  const { output } = input
  const engine = await input.engine()
  const to = resolve(folder)
  const plan = await runCall(engine, 'disk.planMove', { to }, input.signal)
  const isReal = flagOption(input, 'yes') && !flagOption(input, 'dry-run')
  if (!isReal) output.document({ ...plan, dryRun: true })
  output.note(diskText.moveHow(plan))
  if (!plan.isSameDisk) output.note(diskText.moveRoom(plan))
  if (plan.others > 0) output.note(diskText.moveOthers(plan.others))
  for (const stay of plan.stays) output.note(printable(diskText.stay(stay)))
  if (!isReal) {
    if (!flagOption(input, 'dry-run')) output.note(diskText.moveAsksForYes)
    return 0
  }
  const job = await runJob(input, engine, () => runCall(engine, 'disk.move', { to }, input.signal))
  const result = job.result as MoveResult
  output.event({ type: 'result', ...result })
  output.line(diskText.movedAll(result))
  return result.stayed.some(({ reason }) => reason === 'failed') ? 1 : 0
}

const nothingDone: CleanResult = { removed: 0, freedBytes: 0, kept: [] }

/** What is chosen by itself, or the lines that `--only` names. @throws AppFailure USAGE for a word that is no kind */
function chosenLines(input: CommandInput, plan: CleanPlan): CleanPlan['lines'] {
  const only = listOption(input, 'only')
  if (only.length === 0) return plan.lines.filter(({ isChosen }) => isChosen)
  const isKnown = (word: string): boolean =>
    cleanKinds.some((kind) => kind === word) || plan.lines.some(({ id }) => id === word)
  const unknown = only.find((word) => !isKnown(word))
  if (unknown !== undefined)
    throw failure('USAGE', { problem: diskText.only(cleanKinds.join(', ')), command: 'disk clean' })
  return plan.lines.filter(({ id, kind }) => only.includes(kind) || only.includes(id))
}
