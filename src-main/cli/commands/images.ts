import { resolve } from 'node:path'
import type { ImageSummary } from '../../../src-shared/model/image.ts'
import type { TagsLookedAt } from '../../../src-shared/model/library.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { imagesText } from '../../../src-shared/text/images.ts'
import { libraryText } from '../../../src-shared/text/library.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { verdictTable } from '../../../src-shared/text/verdicts/index.ts'
import type { Engine } from '../../engine/engine.ts'
import type { AddResult } from '../../engine/images/images.ts'
import type { Command, CommandGroup, CommandInput } from '../command.ts'
import { flagOption } from '../command.ts'
import { runCall, runJob } from '../run-call.ts'

const list: Command = {
  usage: 'images list [words…]',
  about: 'the images in the local library',
  options: {},
  positionals: { min: 0, max: 20 },
  async run(input) {
    const images = await allImages(input, await input.engine(), input.positionals.join(' '))
    input.output.document(images)
    if (images.length === 0) input.output.note(cliText.noImages)
    for (const image of images) input.output.line(imageLine(image))
    return 0
  },
}

const add: Command = {
  usage: 'images add <file or folder>…',
  about: 'enter images into the local library; the files stay where they are',
  options: {},
  positionals: { min: 1, max: 10_000 },
  async run(input) {
    const engine = await input.engine()
    const paths = input.positionals.map((path) => resolve(path))
    const job = await runJob(input, engine, () => runCall(engine, 'images.add', { paths }, input.signal))
    const result = job.result as AddResult
    input.output.event({ type: 'result', ...result })
    for (const problem of result.failed) input.output.note(printable(`${problem.path}: ${problem.message}`))
    input.output.line(cliText.added(result.added))
    return result.failed.length > 0 ? 1 : 0
  },
}

const remove: Command = {
  usage: 'images remove <file>…',
  about: 'take images out of the local library',
  options: { 'delete-files': { type: 'boolean', about: 'delete the files too' } },
  positionals: { min: 1, max: 10_000 },
  async run(input) {
    const engine = await input.engine()
    const ids: string[] = []
    for (const positional of input.positionals) {
      const path = resolve(positional)
      const image = await runCall(engine, 'images.byPath', { path }, input.signal)
      if (!image) throw failure('IMAGE_NOT_FOUND', { path })
      ids.push(image.id)
    }
    const deleteFiles = flagOption(input, 'delete-files')
    const result = await runCall(engine, 'images.remove', { ids, deleteFiles }, input.signal)
    input.output.document(result)
    input.output.line(cliText.removed(result.removed))
    return 0
  },
}

const check: Command = {
  usage: 'images check',
  about: 'look whether all files of the local library are there and unchanged',
  options: { tags: { type: 'boolean', about: 'ask instead whether the tags they came from have moved' } },
  positionals: { min: 0, max: 0 },
  async run(input) {
    if (flagOption(input, 'tags')) return checkTags(input)
    const result = await runCall(await input.engine(), 'images.check', { ids: [] }, input.signal)
    input.output.document(result)
    input.output.line(cliText.checked(result.missing, result.modified))
    return result.missing + result.modified > 0 ? 1 : 0
  },
}

async function checkTags(input: CommandInput): Promise<number> {
  const engine = await input.engine()
  const job = await runJob(input, engine, () => runCall(engine, 'library.lookAtTags', {}, input.signal), {
    quietEvents: true,
  })
  const result = job.result as TagsLookedAt
  input.output.document(result)
  for (const path of result.moved) input.output.line(printable(`${imagesText.tagMoved}  ${path}`))
  input.output.note(libraryText.tagsLookedAt(result))
  if (result.error !== null) input.output.note(printable(result.error.message))
  return result.failed > 0 ? 1 : 0
}

export const images: CommandGroup = { list, add, remove, check }

async function allImages(input: CommandInput, engine: Engine, text: string): Promise<readonly ImageSummary[]> {
  const images: ImageSummary[] = []
  for (;;) {
    const page = await runCall(engine, 'images.list', { text, offset: images.length, limit: 1000 }, input.signal)
    images.push(...page.images)
    if (images.length >= page.total || page.images.length === 0) return images
  }
}

function imageLine(image: ImageSummary): string {
  const verdict = image.verdict === null ? '–' : verdictTable[image.verdict].word
  const from = image.reference ?? ''
  return `${verdict.padEnd(13)} ${formatSize(image.sizeBytes).padStart(8)}  ${image.architecture.padEnd(8)} ${printable(image.path)}  ${printable(from)}`.trimEnd()
}
