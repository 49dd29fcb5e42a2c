import type { FileEntry } from '../../../src-shared/contract/files.ts'
import type { OpenImage } from '../../engine/files/open-image.ts'
import { type Command, flagOption } from '../command.ts'
import { entryLine, tellProblem, withImages } from '../file-lines.ts'
import { pathAt } from '../options.ts'

/** What is in a directory of an image; exit code 1 when a part of it could not be read. */
export const ls: Command = {
  usage: 'ls <file> [path]',
  about: 'the files inside an image',
  options: { recursive: { type: 'boolean', short: 'r', about: 'everything below the directory' } },
  positionals: { min: 1, max: 2 },
  async run(input) {
    const path = pathAt(input, 0)
    const directory = input.positionals[1] ?? '/'
    const { output } = input
    const all: FileEntry[] = []
    let problems = 0
    const take = (entries: readonly FileEntry[]): void => {
      if (output.json) for (const entry of entries) all.push(entry)
      else for (const entry of entries) output.line(entryLine(entry))
    }
    await withImages((use) =>
      use(path, input.signal, async (image) => {
        for await (const found of entriesOf(image, directory, flagOption(input, 'recursive'))) {
          if (found.kind === 'entries') take(found.entries)
          else {
            problems += 1
            tellProblem(output, found.problem)
          }
          await output.flush()
        }
      }),
    )
    output.document(all)
    return problems === 0 ? 0 : 1
  },
}

/** A file is listed as itself. */
async function* entriesOf(image: OpenImage, path: string, recursive: boolean) {
  const entry = await image.stat(path, true)
  if (entry.type !== 'dir') yield { kind: 'entries' as const, entries: [await image.stat(path)] }
  else if (recursive) yield* image.walk(path)
  else {
    const { entries, problems } = await image.list(path)
    yield { kind: 'entries' as const, entries }
    for (const problem of problems) yield { kind: 'problem' as const, problem }
  }
}
